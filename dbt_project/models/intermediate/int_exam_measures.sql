{{ config(materialized='table') }}

with schools as (select * from {{ ref('int_schools') }}),

measures as (select * from {{ ref('exam_measures') }}),

measure_subjects as (select * from {{ ref('exam_measure_subjects') }}),

deliveries as (select * from {{ ref('int_exam_deliveries') }}),

scores as (select * from {{ ref('int_exam_scores') }}),

shares as (select * from {{ ref('int_exam_shares') }}),

school_results as (select * from {{ ref('int_exam_school_results') }}),

-- the measures of which an export of schools tells that somebody sat their subjects, if not more
sat as (
    select distinct
        school_results.delivery,
        school_results.exam_year,
        school_results.school_code,
        measures.measure
    from school_results
    inner join measures on school_results.exam = measures.exam
    inner join measure_subjects
        on
            measures.measure = measure_subjects.measure
            and school_results.subject = measure_subjects.subject
),

grid as (
    select
        schools.campaign,
        schools.school_code,
        schools.open,
        measures.measure,
        measures.kind,
        deliveries.exam_year,
        deliveries.exam_rules_from,
        deliveries.delivery,
        case measures.exam
            when 'oge' then schools.has_grade_9
            when 'ege' then schools.has_grade_10_11
        end as has_grade
    from schools
    inner join deliveries on schools.campaign = deliveries.campaign
    inner join measures on deliveries.exam = measures.exam
),

-- each score over the region's mean of its own subject and year, summed over the school's participants
ratios as (
    select
        scores.campaign,
        scores.school_code,
        measures.measure,
        scores.exam_year,
        cast(sum(scores.participants) as bigint) as participants,
        {{ sum_in_any_order('scores.relative_sum') }} as numerator,
        sum(scores.score_sum) / sum(scores.participants) as school_mean,
        {{ sum_in_any_order('scores.region_mean * scores.participants') }}
        / sum(scores.participants) as region_mean
    from scores
    inner join measures on scores.exam = measures.exam
    inner join measure_subjects
        on
            measures.measure = measure_subjects.measure
            and scores.subject = measure_subjects.subject
    where measures.kind = 'score_ratio'
    group by scores.campaign, scores.school_code, measures.measure, scores.exam_year
),

found as (
    select
        grid.campaign,
        grid.school_code,
        grid.open,
        grid.measure,
        grid.kind,
        grid.exam_year,
        grid.delivery,
        grid.has_grade,
        ratios.school_mean,
        ratios.region_mean,
        coalesce(ratios.participants, shares.participants, 0) as participants,
        coalesce(ratios.numerator, shares.participants_below) as numerator,
        coalesce(shares.participants_undecided, 0) as participants_undecided,
        sat.measure is not null as sat
    from grid
    left join ratios
        on
            grid.campaign = ratios.campaign
            and grid.school_code = ratios.school_code
            and grid.measure = ratios.measure
            and grid.exam_year = ratios.exam_year
    left join shares
        on
            grid.exam_rules_from = shares.exam_rules_from
            and grid.delivery = shares.delivery
            and grid.school_code = shares.school_code
            and grid.measure = shares.measure
            and grid.exam_year = shares.exam_year
    left join sat
        on
            grid.delivery = sat.delivery
            and grid.exam_year = sat.exam_year
            and grid.school_code = sat.school_code
            and grid.measure = sat.measure
),

explained as (
    select
        *,
        case
            when not open then 'closed'
            when delivery is null then 'export_missing'
            when participants_undecided > 0 then 'no_minimum'
            when participants > 0 then null
            when sat then 'not_in_export'
            when not has_grade then 'no_such_grade'
            else 'no_participants'
        end as missing_reason
    from found
),

reasons as (select * from {{ ref('missing_reasons') }})

select
    explained.campaign,
    explained.school_code,
    explained.open,
    explained.measure,
    explained.kind,
    explained.exam_year,
    explained.participants,
    explained.school_mean,
    explained.region_mean,
    case when explained.missing_reason is null then explained.numerator end as numerator,
    case when explained.missing_reason is null then explained.participants end as denominator,
    coalesce(reasons.status, 'value') as status,
    explained.missing_reason
from explained
left join reasons on explained.missing_reason = reasons.reason
