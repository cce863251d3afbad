{%- set of_workbooks = {
    'training': ['training_programmes', 'new_programmes', 'revised_programmes', 'trained'],
    'seminars': ['seminars', 'seminar_recordings', 'seminar_persons', 'seminar_connections'],
    'events': [
        'own_events', 'talks', 'talk_hosts', 'attended_events', 'attended_hosts', 'delegation_municipalities',
        'forum_participants', 'forum_municipalities', 'conference_participants', 'conference_regions',
        'conference_countries', 'round_table_connections', 'round_table_participants', 'council_sessions',
        'head_seminar_municipalities'
    ],
    'agreements': ['agreements', 'agreement_municipalities'],
    'centres': ['centres', 'centres_share'],
    'consultations': ['consulted_schools', 'consulted_teachers'],
    'media': ['media_municipalities'],
    'publications': ['publications'],
} %}
{%- set with_text = [
    'talk_hosts', 'attended_hosts', 'delegation_municipalities', 'conference_countries',
    'agreement_municipalities', 'media_municipalities', 'publications'
] %}
with editions as (select * from {{ ref('report_editions') }}),

municipalities as (
    select
        campaign,
        count(municipality_code) as municipalities
    from {{ ref('stg_registry_municipalities') }}
    group by campaign
),

-- a programme that has begun was developed or revised before; its staff are trained when it has ended
training as (
    select
        editions.campaign,
        editions.edition,
        count(case when programmes.ends <= editions.cutoff then 1 end) as training_programmes,
        count(case when programmes.starts <= editions.cutoff and programmes.state = 'new' then 1 end)
            as new_programmes,
        count(case when programmes.starts <= editions.cutoff and programmes.state = 'revised' then 1 end)
            as revised_programmes,
        coalesce(sum(case when programmes.ends <= editions.cutoff then programmes.trained end), 0) as trained
    from editions
    left join {{ ref('training_programmes') }} as programmes on editions.campaign = programmes.campaign
    group by editions.campaign, editions.edition
),

seminars as (
    select
        editions.campaign,
        editions.edition,
        count(held.no) as seminars,
        count(case when held.unit = 'recording' then 1 end) as seminar_recordings,
        coalesce(sum(case when held.unit = 'persons' then held.attendance end), 0) as seminar_persons,
        coalesce(sum(case when held.unit = 'connections' then held.attendance end), 0) as seminar_connections
    from editions
    left join {{ ref('table_3_seminars') }} as held
        on
            editions.campaign = held.campaign
            and held.date <= editions.cutoff
    group by editions.campaign, editions.edition
),

events_by_then as (
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
    left join {{ ref('events') }} as events
        on
            editions.campaign = events.campaign
            and events.starts <= editions.cutoff
),

-- of an event that was not held nobody took part; of one whose participants are not given it is unknown
events_counted as (
    select
        campaign,
        edition,
        count(case when role = 'organiser' and kind in ('forum', 'conference', 'round_table') then 1 end)
            as own_events,
        count(case when role = 'speaker' then 1 end) as talks,
        count(case when role = 'participant' then 1 end) as attended_events,
        {%- for kind, column, fact in [
            ('forum', 'participants', 'forum_participants'),
            ('conference', 'participants', 'conference_participants'),
            ('round_table', 'participants', 'round_table_participants'),
            ('round_table', 'connections', 'round_table_connections'),
        ] %}
        case
            when count(case when role = 'organiser' and kind = '{{ kind }}' then 1 end) = 0 then 0
            else sum(case when role = 'organiser' and kind = '{{ kind }}' then {{ column }} end)
        end as {{ fact }},
        {%- endfor %}
        -- of several events the widest: who took part in more than one is not known
        {%- for kind, column, fact in [
            ('forum', 'municipalities', 'forum_municipalities'),
            ('conference', 'regions', 'conference_regions'),
            ('seminar', 'municipalities', 'head_seminar_municipalities'),
        ] %}
        case
            when count(case when role = 'organiser' and kind = '{{ kind }}' then 1 end) = 0 then 0
            else max(case when role = 'organiser' and kind = '{{ kind }}' then {{ column }} end)
        end as {{ fact }},
        {%- endfor %}
        count(case when role = 'organiser' and kind = 'council' then 1 end) as council_sessions
    from events_by_then
    group by campaign, edition
),

-- lists in words: each name once, in the order of the events
hosts as (
    select
        campaign,
        edition,
        role,
        host_genitive_ru,
        min(starts) as first_day
    from events_by_then
    where host_genitive_ru is not null
    group by campaign, edition, role, host_genitive_ru
),

hosts_listed as (
    select
        campaign,
        edition,
        count(case when role = 'speaker' then 1 end) as talk_hosts,
        string_agg(case when role = 'speaker' then host_genitive_ru end, ', ' order by first_day, host_genitive_ru)
            as talk_hosts_ru,
        count(case when role = 'participant' then 1 end) as attended_hosts,
        string_agg(
            case when role = 'participant' then host_genitive_ru end, ', ' order by first_day, host_genitive_ru
        ) as attended_hosts_ru
    from hosts
    group by campaign, edition
),

countries as (
    select distinct
        campaign,
        edition,
        trim(unnest(string_split(countries_ru, ','))) as country_ru
    from events_by_then
    where role = 'organiser' and kind = 'conference'
),

countries_listed as (
    select
        campaign,
        edition,
        count(country_ru) as conference_countries,
        string_agg(country_ru, ', ' order by country_ru) as conference_countries_ru
    from countries
    group by campaign, edition
),

{%- for name, mart, dated in [
    ('delegation', 'event_delegations', false), ('agreement', 'partner_agreements', true),
    ('media', 'media_articles', true)
] %}

{{ name }}_municipalities as (
    select distinct
        editions.campaign,
        editions.edition,
        named.municipality_code,
        named.municipality_name
    from editions
    inner join {{ ref(mart) }} as named on editions.campaign = named.campaign
    {%- if dated %}
    where named.date <= editions.cutoff
    {%- else %}
    inner join events_by_then
        on
            editions.campaign = events_by_then.campaign
            and editions.edition = events_by_then.edition
            and named.event_no = events_by_then.no
    {%- endif %}
),

{{ name }}_listed as (
    select
        campaign,
        edition,
        count(municipality_code) as {{ name }}_municipalities,
        string_agg(municipality_name, ', ' order by municipality_code) as {{ name }}_municipalities_ru
    from {{ name }}_municipalities
    group by campaign, edition
),
{%- endfor %}

events as (
    select
        events_counted.campaign,
        events_counted.edition,
        events_counted.own_events,
        events_counted.talks,
        coalesce(hosts_listed.talk_hosts, 0) as talk_hosts,
        hosts_listed.talk_hosts_ru,
        events_counted.attended_events,
        coalesce(hosts_listed.attended_hosts, 0) as attended_hosts,
        hosts_listed.attended_hosts_ru,
        coalesce(delegation_listed.delegation_municipalities, 0) as delegation_municipalities,
        delegation_listed.delegation_municipalities_ru,
        events_counted.forum_participants,
        events_counted.forum_municipalities,
        events_counted.conference_participants,
        events_counted.conference_regions,
        coalesce(countries_listed.conference_countries, 0) as conference_countries,
        countries_listed.conference_countries_ru,
        events_counted.round_table_connections,
        events_counted.round_table_participants,
        events_counted.council_sessions,
        events_counted.head_seminar_municipalities
    from events_counted
    left join hosts_listed using (campaign, edition)
    left join countries_listed using (campaign, edition)
    left join delegation_listed using (campaign, edition)
),

agreements_counted as (
    select
        editions.campaign,
        editions.edition,
        count(signed.no) as agreements
    from editions
    left join {{ ref('partner_agreements') }} as signed
        on
            editions.campaign = signed.campaign
            and signed.date <= editions.cutoff
    group by editions.campaign, editions.edition
),

agreements as (
    select
        agreements_counted.campaign,
        agreements_counted.edition,
        agreements_counted.agreements,
        coalesce(agreement_listed.agreement_municipalities, 0) as agreement_municipalities,
        agreement_listed.agreement_municipalities_ru
    from agreements_counted
    left join agreement_listed using (campaign, edition)
),

centres as (
    select
        editions.campaign,
        editions.edition,
        count(founded.municipality_code) as centres,
        {{ safe_divide('count(founded.municipality_code)', 'max(municipalities.municipalities)') }} as centres_share
    from editions
    left join municipalities on editions.campaign = municipalities.campaign
    left join {{ ref('centres') }} as founded
        on
            editions.campaign = founded.campaign
            and founded.order_date <= editions.cutoff
    group by editions.campaign, editions.edition
),

-- teachers whom nobody counted are unknown, not none
consultations as (
    select
        editions.campaign,
        editions.edition,
        count(distinct held.school_code) as consulted_schools,
        case when count(held.no) = 0 then 0 else sum(held.teachers) end as consulted_teachers
    from editions
    left join {{ ref('consultations') }} as held
        on
            editions.campaign = held.campaign
            and held.date <= editions.cutoff
    group by editions.campaign, editions.edition
),

media as (
    select
        editions.campaign,
        editions.edition,
        coalesce(media_listed.media_municipalities, 0) as media_municipalities,
        media_listed.media_municipalities_ru
    from editions
    left join media_listed using (campaign, edition)
),

publications as (
    select
        editions.campaign,
        editions.edition,
        count(published.no) as publications,
        string_agg('«' || published.title_ru || '»', ', ' order by published.no) as publications_ru
    from editions
    left join {{ ref('publications') }} as published
        on
            editions.campaign = published.campaign
            and published.date <= editions.cutoff
    group by editions.campaign, editions.edition
)

{% for counted, facts in of_workbooks.items() %}
{{ facts_of(counted, facts, with_text) }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
