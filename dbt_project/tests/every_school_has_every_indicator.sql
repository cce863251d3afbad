{{ config(meta={'dagster': {'ref': {'name': 'school_indicators'}}}) }}
-- every open or included school has one row per indicator of the catalogue
with catalogue as (select count(*) as indicators from {{ ref('indicators') }}),

schools as (
    select
        campaign,
        school_code
    from {{ ref('schools') }}
    where open or included
),

counted as (
    select
        schools.campaign,
        schools.school_code,
        count(school_indicators.indicator) as indicators
    from schools
    left join {{ ref('school_indicators') }} as school_indicators
        on
            schools.campaign = school_indicators.campaign
            and schools.school_code = school_indicators.school_code
    group by schools.campaign, schools.school_code
)

select
    counted.campaign,
    counted.school_code,
    counted.indicators
from counted
cross join catalogue
where counted.indicators <> catalogue.indicators
