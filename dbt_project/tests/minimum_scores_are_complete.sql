{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'minimum_scores'}}}) }}
-- every subject whose results are held against a minimum has one of that exam year
with measures as (
    select
        measures.kind,
        measures.exam,
        measures.purpose,
        measure_subjects.subject
    from {{ ref('exam_measures') }} as measures
    inner join {{ ref('exam_measure_subjects') }} as measure_subjects
        on measures.measure = measure_subjects.measure
),

without as (
    select distinct
        outcomes.delivery as campaign,
        outcomes.exam,
        outcomes.exam_year,
        outcomes.subject || ' (' || measures.purpose || ')' as subject
    from {{ ref('int_exam_outcomes') }} as outcomes
    inner join measures
        on
            outcomes.kind = measures.kind
            and outcomes.exam = measures.exam
            and outcomes.subject = measures.subject
    left join {{ ref('minimum_scores') }} as minimum_scores
        on
            outcomes.exam = minimum_scores.exam
            and outcomes.exam_year = minimum_scores.year
            and outcomes.subject = minimum_scores.subject
            and measures.purpose = minimum_scores.purpose
    where outcomes.kind <> 'score_ratio' and minimum_scores.minimum is null
)

select
    campaign,
    exam,
    exam_year,
    string_agg(subject, ', ' order by subject) as without_minimum,
    'add rows to dbt_project/seeds/minimum_scores.csv' as remedy
from without
group by campaign, exam, exam_year
