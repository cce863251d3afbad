with results as (select * from {{ ref('stg_vpr_results') }}),

schools as (select * from {{ ref('int_schools') }}),

subjects as (
    select * from {{ ref('subjects') }}
    where exam = 'vpr'
),

region as (
    select * from results
    where group_kind = 'region'
)

select
    results.campaign,
    results.year,
    results.school_code,
    schools.municipality_code,
    results.grade,
    results.subject_code,
    subjects.name_ru as subject_ru,
    results.participants,
    results.share_2,
    results.share_3,
    results.share_4,
    results.share_5,
    results.share_4 + results.share_5 as share_4_5,
    region.share_2 as region_share_2,
    region.share_4 + region.share_5 as region_share_4_5
from results
inner join schools
    on
        results.campaign = schools.campaign
        and results.school_code = schools.school_code
left join subjects on results.subject_code = subjects.subject_code
left join region
    on
        results.campaign = region.campaign
        and results.year = region.year
        and results.grade = region.grade
        and results.subject_code = region.subject_code
where results.group_kind = 'school'
