with events as (
    {{ institute_rows('events', 'events', {
        'kind': ['event_kind', 'varchar'],
        'title_ru': ['event_title', 'varchar'],
        'starts': ['event_start', 'date'],
        'ends': ['event_end', 'date'],
        'role': ['event_role', 'varchar'],
        'host_ru': ['event_host', 'varchar'],
        'host_genitive_ru': ['event_host_genitive', 'varchar'],
        'participants': ['event_participants', 'integer'],
        'connections': ['event_connections', 'integer'],
        'municipalities': ['event_municipalities', 'integer'],
        'regions': ['event_regions', 'integer'],
        'countries_ru': ['event_countries', 'varchar'],
        'link': ['event_link', 'varchar'],
    }) }}
)

select
    campaign,
    cast(row_no as integer) as no,
    kind,
    title_ru,
    starts,
    coalesce(ends, starts) as ends,
    role,
    host_ru,
    host_genitive_ru,
    participants,
    connections,
    municipalities,
    regions,
    countries_ru,
    link
from events
