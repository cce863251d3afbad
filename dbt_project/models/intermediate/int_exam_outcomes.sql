{{ config(materialized='table') }}

with results as (select * from {{ ref('stg_exam_results') }}),

subjects as (select * from {{ ref('subjects') }}),

admissions as (select * from {{ ref('int_exam_admissions') }}),

deliveries as (
    select distinct
        delivery,
        exam,
        exam_year,
        exam_rules_from
    from {{ ref('int_exam_deliveries') }}
    where delivery is not null
),

-- shares below a minimum are asked of the subjects of their measures only; ratios of every subject
asked as (
    select distinct
        exam_measures.kind,
        exam_measures.exam,
        exam_measure_subjects.subject
    from {{ ref('exam_measures') }} as exam_measures
    inner join {{ ref('exam_measure_subjects') }} as exam_measure_subjects
        on exam_measures.measure = exam_measure_subjects.measure
    where exam_measures.kind <> 'score_ratio'
    union distinct
    select
        'score_ratio' as kind,
        exam,
        subject
    from subjects
),

counted as (
    select
        admissions.kind,
        deliveries.exam_rules_from,
        results.delivery,
        results.exam,
        results.exam_year,
        subjects.subject,
        results.subject_code,
        results.school_code,
        results.participant,
        results.primary_score,
        results.score,
        results.mark,
        results.file,
        results.file_sha256,
        results.line,
        row_number() over (
            partition by
                admissions.kind, deliveries.exam_rules_from, results.delivery,
                results.exam, results.exam_year, results.subject_code, results.participant
            order by
                case when admissions.sitting = 'first' then results.exam_date end asc,
                case when admissions.sitting = 'last' then results.exam_date end desc,
                results.line asc
        ) as turn
    from results
    inner join deliveries
        on
            results.delivery = deliveries.delivery
            and results.exam = deliveries.exam
            and results.exam_year = deliveries.exam_year
    inner join subjects
        on
            results.exam = subjects.exam
            and results.subject_code = subjects.subject_code
    inner join admissions
        on
            deliveries.exam_rules_from = admissions.exam_rules_from
            and results.category = admissions.category
            and results.form = admissions.form
            and results.stage = admissions.stage
            and results.status = admissions.status
    inner join asked
        on
            admissions.kind = asked.kind
            and subjects.exam = asked.exam
            and subjects.subject = asked.subject
)

-- the written and the oral part of a language are one result, of the school of the written part
select
    kind,
    exam_rules_from,
    delivery,
    exam,
    exam_year,
    subject,
    min_by(school_code, subject_code) as school_code,
    participant,
    sum(primary_score) as primary_score,
    sum(score) as score,
    max(mark) as mark,
    min(file) as file,
    min(file_sha256) as file_sha256,
    list(line order by subject_code) as lines
from counted
where turn = 1
group by kind, exam_rules_from, delivery, exam, exam_year, subject, participant
