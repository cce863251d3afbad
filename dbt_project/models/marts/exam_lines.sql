with results as (select * from {{ ref('stg_exam_results') }}),

school_results as (select * from {{ ref('stg_exam_school_results') }}),

subjects as (select * from {{ ref('subjects') }}),

deliveries as (select * from {{ ref('int_exam_deliveries') }}),

campaigns as (select * from {{ ref('int_campaigns') }}),

measures as (
    select
        measures.measure,
        measures.exam,
        measures.kind,
        measure_subjects.subject
    from {{ ref('exam_measures') }} as measures
    inner join {{ ref('exam_measure_subjects') }} as measure_subjects
        on measures.measure = measure_subjects.measure
),

sat as (
    select
        results.delivery,
        results.exam,
        results.exam_year,
        subjects.subject,
        results.participant,
        results.school_code,
        results.file,
        results.line
    from results
    inner join subjects
        on
            results.exam = subjects.exam
            and results.subject_code = subjects.subject_code
),

-- of a participant's lines of a subject one counts at most: each may decide which, and so for which school
may_count as (
    select
        sat.delivery,
        sat.exam,
        sat.exam_year,
        sat.subject,
        other.school_code,
        sat.file,
        list(distinct sat.line order by sat.line) as lines
    from sat
    inner join sat as other
        on
            sat.delivery = other.delivery
            and sat.exam = other.exam
            and sat.exam_year = other.exam_year
            and sat.subject = other.subject
            and sat.participant = other.participant
    group by sat.delivery, sat.exam, sat.exam_year, sat.subject, other.school_code, sat.file
    union all
    select
        school_results.delivery,
        school_results.exam,
        school_results.exam_year,
        subjects.subject,
        school_results.school_code,
        school_results.file,
        list(school_results.line order by school_results.line) as lines
    from school_results
    inner join subjects
        on
            school_results.exam = subjects.exam
            and school_results.subject_code = subjects.subject_code
    group by
        school_results.delivery, school_results.exam, school_results.exam_year, subjects.subject,
        school_results.school_code, school_results.file
)

select
    deliveries.campaign,
    may_count.school_code,
    measures.measure as indicator,
    measures.kind = 'score_ratio' as of_region,
    may_count.exam,
    may_count.exam_year,
    campaigns.exam_year_last - may_count.exam_year as years_back,
    may_count.exam_year = campaigns.reporting_year as in_reporting_year,
    may_count.subject,
    may_count.file,
    may_count.lines
from may_count
inner join deliveries
    on
        may_count.delivery = deliveries.delivery
        and may_count.exam = deliveries.exam
        and may_count.exam_year = deliveries.exam_year
inner join campaigns on deliveries.campaign = campaigns.campaign
left join measures
    on
        may_count.exam = measures.exam
        and may_count.subject = measures.subject
