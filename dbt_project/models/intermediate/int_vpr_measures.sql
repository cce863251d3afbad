{{ config(materialized='table') }}

with results as (
    select * from {{ ref('stg_vpr_results') }}
    where group_kind = 'school'
),

schools as (select * from {{ ref('int_schools') }}),

measures as (
    select * from {{ ref('exam_measures') }}
    where exam = 'vpr'
),

measure_subjects as (select * from {{ ref('exam_measure_subjects') }}),

subjects as (
    select * from {{ ref('subjects') }}
    where exam = 'vpr'
),

years as (
    select distinct
        campaign,
        year
    from results
),

-- the export gives shares; a mark 2 is a pupil, so the product is a whole number again
counted as (
    select
        results.campaign,
        results.year,
        results.school_code,
        measure_subjects.measure,
        sum(results.participants) as participants,
        sum(round(results.participants * results.share_2 / 100)) as participants_below
    from results
    inner join subjects on results.subject_code = subjects.subject_code
    inner join measure_subjects on subjects.subject = measure_subjects.subject
    group by results.campaign, results.year, results.school_code, measure_subjects.measure
),

found as (
    select
        schools.campaign,
        schools.school_code,
        schools.open,
        measures.measure,
        years.year as exam_year,
        counted.participants_below,
        counted.participants,
        case
            when not schools.open then 'closed'
            when coalesce(counted.participants, 0) = 0 then 'no_participants'
        end as missing_reason
    from schools
    inner join years on schools.campaign = years.campaign
    cross join measures
    left join counted
        on
            schools.campaign = counted.campaign
            and schools.school_code = counted.school_code
            and measures.measure = counted.measure
            and years.year = counted.year
),

reasons as (select * from {{ ref('missing_reasons') }})

select
    found.campaign,
    found.school_code,
    found.open,
    found.measure,
    found.exam_year,
    case when found.missing_reason is null then found.participants_below end as numerator,
    cast(case when found.missing_reason is null then found.participants end as bigint) as denominator,
    coalesce(reasons.status, 'value') as status,
    found.missing_reason
from found
left join reasons on found.missing_reason = reasons.reason
