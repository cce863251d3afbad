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
        count(
            case when programmes.starts <= editions.cutoff and programmes.state = 'new' then 1 end
        ) as new_programmes,
        count(
            case when programmes.starts <= editions.cutoff and programmes.state = 'revised' then 1 end
        ) as revised_programmes,
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
            and editions.cutoff >= held.date
    group by editions.campaign, editions.edition
),

agreements as (
    select
        editions.campaign,
        editions.edition,
        count(signed.no) as agreements
    from editions
    left join {{ ref('partner_agreements') }} as signed
        on
            editions.campaign = signed.campaign
            and editions.cutoff >= signed.date
    group by editions.campaign, editions.edition
),

-- municipalities that agreements and articles are of, each once, by code
named as (
    {%- for fact, mart in [
        ('agreement_municipalities', 'partner_agreements'), ('media_municipalities', 'media_articles')
    ] %}
    select distinct
        editions.campaign,
        editions.edition,
        '{{ fact }}' as fact,
        named.municipality_code,
        named.municipality_name
    from editions
    inner join {{ ref(mart) }} as named
        on
            editions.campaign = named.campaign
            and editions.cutoff >= named.date
    where named.municipality_code is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

listed as (
    select
        {%- for fact in ['agreement_municipalities', 'media_municipalities'] %}
        count(case when named.fact = '{{ fact }}' then 1 end) as {{ fact }},
        string_agg(
            case when named.fact = '{{ fact }}' then named.municipality_name end, ', '
            order by named.municipality_code
        ) as {{ fact }}_ru,
        {%- endfor %}
        editions.campaign,
        editions.edition
    from editions
    left join named
        on
            editions.campaign = named.campaign
            and editions.edition = named.edition
    group by editions.campaign, editions.edition
),

centres as (
    select
        editions.campaign,
        editions.edition,
        count(founded.municipality_code) as centres,
        {{ safe_divide('count(founded.municipality_code)', 'max(municipalities.municipalities)') }}
            as centres_share
    from editions
    left join municipalities on editions.campaign = municipalities.campaign
    left join {{ ref('centres') }} as founded
        on
            editions.campaign = founded.campaign
            and editions.cutoff >= founded.order_date
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
            and editions.cutoff >= held.date
    group by editions.campaign, editions.edition
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
            and editions.cutoff >= published.date
    group by editions.campaign, editions.edition
)

{% set facts_by_step = {
    'training': ['training_programmes', 'new_programmes', 'revised_programmes', 'trained'],
    'seminars': ['seminars', 'seminar_recordings', 'seminar_persons', 'seminar_connections'],
    'agreements': ['agreements'],
    'listed': ['agreement_municipalities', 'media_municipalities'],
    'centres': ['centres', 'centres_share'],
    'consultations': ['consulted_schools', 'consulted_teachers'],
    'publications': ['publications'],
} %}
{%- for step, facts in facts_by_step.items() %}
{{ facts_of(step, facts, with_text=['agreement_municipalities', 'media_municipalities', 'publications']) }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
