{%- set facts = [
    'own_events', 'talks', 'talk_hosts', 'attended_events', 'attended_hosts', 'delegation_municipalities',
    'forum_participants', 'forum_municipalities', 'conference_participants', 'conference_regions',
    'conference_countries', 'round_table_connections', 'round_table_participants', 'council_sessions',
    'head_seminar_municipalities'
] %}
{%- set with_text = ['talk_hosts', 'attended_hosts', 'delegation_municipalities', 'conference_countries'] %}
with editions as (select * from {{ ref('report_editions') }}),

events as (select * from {{ ref('events') }}),

delegations as (select * from {{ ref('event_delegations') }}),

begun as (
    select
        editions.campaign,
        editions.edition,
        events.no,
        events.starts,
        events.kind,
        events.role,
        events.host_genitive_ru,
        events.participants,
        events.connections,
        events.municipalities,
        events.regions,
        events.countries_ru
    from editions
    left join events
        on
            editions.campaign = events.campaign
            and editions.cutoff >= events.starts
),

-- of an event that was not held nobody took part; of one whose participants are not given it is unknown
counted as (
    select
        campaign,
        edition,
        count(
            case when role = 'organiser' and kind in ('forum', 'conference', 'round_table') then 1 end
        ) as own_events,
        count(case when role = 'speaker' then 1 end) as talks,
        count(case when role = 'participant' then 1 end) as attended_events,
        -- of several events the widest: who took part in more than one of them is not known
        {%- for fact, kind, aggregate in [
            ('forum_participants', 'forum', 'sum(participants)'),
            ('forum_municipalities', 'forum', 'max(municipalities)'),
            ('conference_participants', 'conference', 'sum(participants)'),
            ('conference_regions', 'conference', 'max(regions)'),
            ('round_table_participants', 'round_table', 'sum(participants)'),
            ('round_table_connections', 'round_table', 'sum(connections)'),
            ('head_seminar_municipalities', 'seminar', 'max(municipalities)'),
        ] %}
        case
            when count(case when role = 'organiser' and kind = '{{ kind }}' then 1 end) = 0 then 0
            else {{ aggregate }} filter (where role = 'organiser' and kind = '{{ kind }}')
        end as {{ fact }},
        {%- endfor %}
        count(case when role = 'organiser' and kind = 'council' then 1 end) as council_sessions
    from begun
    group by campaign, edition
),

-- what is listed in words: hosts in the order of their events, municipalities by code
named as (
    select
        campaign,
        edition,
        case role when 'speaker' then 'talk_hosts' when 'participant' then 'attended_hosts' end as fact,
        host_genitive_ru as name_ru,
        min(starts) || host_genitive_ru as place
    from begun
    where host_genitive_ru is not null
    group by campaign, edition, role, host_genitive_ru
    union all
    select distinct
        begun.campaign,
        begun.edition,
        'delegation_municipalities' as fact,
        delegations.municipality_name as name_ru,
        delegations.municipality_code as place
    from begun
    inner join delegations
        on
            begun.campaign = delegations.campaign
            and begun.no = delegations.event_no
    where delegations.municipality_code is not null
    union all
    select distinct
        campaign,
        edition,
        'conference_countries' as fact,
        trim(unnest(string_split(countries_ru, ','))) as name_ru,
        '' as place
    from begun
    where role = 'organiser' and kind = 'conference'
),

listed as (
    select
        {%- for fact in with_text %}
        count(case when fact = '{{ fact }}' then 1 end) as {{ fact }},
        string_agg(case when fact = '{{ fact }}' then name_ru end, ', ' order by place, name_ru)
            as {{ fact }}_ru,
        {%- endfor %}
        campaign,
        edition
    from named
    group by campaign, edition
),

numbers as (
    select
        {%- for fact in with_text %}
        coalesce(listed.{{ fact }}, 0) as {{ fact }},
        listed.{{ fact }}_ru,
        {%- endfor %}
        {%- for fact in facts if fact not in with_text %}
        counted.{{ fact }},
        {%- endfor %}
        counted.campaign,
        counted.edition
    from counted
    left join listed
        on
            counted.campaign = listed.campaign
            and counted.edition = listed.edition
)

{{ facts_of('numbers', facts, with_text) }}
