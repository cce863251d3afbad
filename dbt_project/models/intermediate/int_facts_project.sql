{%- set facts = [
    'programmes', 'programmes_share', 'programme_years_min', 'programme_years_max', 'individual_route_schools',
    'own_monitorings_min', 'association_schools', 'association_schools_share', 'psychologist_pupils',
    'speech_therapist_pupils', 'new_post_schools', 'new_post_kinds'
] %}
with editions as (select * from {{ ref('report_editions') }}),

programmes as (select * from {{ ref('school_programmes') }}),

support as (select * from {{ ref('school_support') }}),

schools as (select * from {{ ref('schools') }}),

-- an order has a date; whatever else the schools report is as of the final wave, and unknown before it
dated as (
    select
        editions.campaign,
        editions.edition,
        editions.wave_campaign,
        case
            when count(programmes.order_no) > 0
                then count(case when programmes.order_date <= editions.cutoff then 1 end)
        end as programmes,
        count(programmes.school_code) as asked,
        min(case when programmes.order_date <= editions.cutoff then programmes.years end)
            as programme_years_min,
        max(case when programmes.order_date <= editions.cutoff then programmes.years end)
            as programme_years_max
    from editions
    left join programmes on editions.campaign = programmes.campaign
    group by editions.campaign, editions.edition, editions.wave_campaign
),

reported as (
    select
        campaign,
        count(school_code) as asked,
        min(own_monitorings) as own_monitorings_min,
        case
            when count(individual_routes) > 0 then count(case when individual_routes then 1 end)
        end as individual_route_schools,
        case
            when count(association_staff) > 0 then count(case when association_staff > 0 then 1 end)
        end as association_schools
    from programmes
    group by campaign
),

supported as (
    select
        support.campaign,
        sum(support.psychologist_pupils) as psychologist_pupils,
        sum(support.speech_therapist_pupils) as speech_therapist_pupils,
        case when count(support.posts) > 0 then count(case when support.posts > 0 then 1 end) end
            as new_post_schools,
        string_agg(
            case
                when support.posts > 0 then schools.school_name || ' (' || schools.municipality_name || ')'
            end,
            ', ' order by support.school_code
        ) as new_post_schools_ru
    from support
    inner join schools
        on
            support.campaign = schools.campaign
            and support.school_code = schools.school_code
    group by support.campaign
),

-- the kinds of posts, each once, in the order of the seed
kinds as (
    select
        cells.campaign,
        post_kinds.no,
        post_kinds.genitive_ru,
        sum(cells.number) as posts
    from {{ ref('int_project_variables') }} as cells
    inner join {{ ref('post_kinds') }} as post_kinds on cells.variable = post_kinds.variable
    where cells.status = 'value'
    group by cells.campaign, post_kinds.no, post_kinds.genitive_ru
),

introduced as (
    select
        campaign,
        count(case when posts > 0 then 1 end) as new_post_kinds,
        string_agg(case when posts > 0 then genitive_ru end, ', ' order by no) as new_post_kinds_ru
    from kinds
    group by campaign
),

counted as (
    select
        dated.campaign,
        dated.edition,
        dated.programmes,
        {{ safe_divide('dated.programmes', 'dated.asked') }} as programmes_share,
        dated.programme_years_min,
        dated.programme_years_max,
        reported.individual_route_schools,
        reported.own_monitorings_min,
        reported.association_schools,
        {{ safe_divide('reported.association_schools', 'reported.asked') }} as association_schools_share,
        supported.psychologist_pupils,
        supported.speech_therapist_pupils,
        supported.new_post_schools,
        supported.new_post_schools_ru,
        introduced.new_post_kinds,
        introduced.new_post_kinds_ru
    from dated
    left join reported on dated.wave_campaign = reported.campaign
    left join supported on dated.wave_campaign = supported.campaign
    left join introduced on dated.wave_campaign = introduced.campaign
)

{{ facts_of('counted', facts, with_text=['new_post_schools', 'new_post_kinds']) }}
