{{ config(materialized='table') }}

with outcomes as (
    select * from {{ ref('int_exam_outcomes') }}
    where kind <> 'score_ratio'
),

measures as (select * from {{ ref('exam_measures') }}),

measure_subjects as (select * from {{ ref('exam_measure_subjects') }}),

school_results as (
    select * from {{ ref('int_exam_school_results') }}
    where participants is not null and participants_below is not null
),

minimum_scores as (select * from {{ ref('minimum_scores') }}),

-- null where no minimum is on record, or the result is not given on the minimum's scale
compared as (
    select
        measures.measure,
        measures.aggregate,
        outcomes.exam_rules_from,
        outcomes.delivery,
        outcomes.exam_year,
        outcomes.school_code,
        outcomes.participant,
        case minimum_scores.scale
            when 'primary_score' then outcomes.primary_score
            when 'score' then outcomes.score
            when 'mark' then outcomes.mark
        end < minimum_scores.minimum as below
    from outcomes
    inner join measures
        on
            outcomes.kind = measures.kind
            and outcomes.exam = measures.exam
    inner join measure_subjects
        on
            measures.measure = measure_subjects.measure
            and outcomes.subject = measure_subjects.subject
    left join minimum_scores
        on
            outcomes.exam = minimum_scores.exam
            and outcomes.exam_year = minimum_scores.year
            and outcomes.subject = minimum_scores.subject
            and measures.purpose = minimum_scores.purpose
),

-- a participant counts once, below in any of the subjects taken or in every one, as the measure says
participants as (
    select
        measure,
        exam_rules_from,
        delivery,
        exam_year,
        school_code,
        participant,
        case aggregate when 'every' then bool_and(below) else bool_or(below) end as below,
        count(*) - count(below) as undecided_results
    from compared
    group by measure, aggregate, exam_rules_from, delivery, exam_year, school_code, participant
),

-- who is below in one of several subjects, or in each, no counts by subject tell
of_one_subject as (
    select
        measures.measure,
        measures.exam,
        any_value(measure_subjects.subject) as subject
    from measures
    inner join measure_subjects on measures.measure = measure_subjects.measure
    where measures.kind <> 'score_ratio' and measures.purpose = 'certificate'
    group by measures.measure, measures.exam
    having count(measure_subjects.subject) = 1
)

select
    measure,
    exam_rules_from,
    delivery,
    exam_year,
    school_code,
    count(participant) as participants,
    count(case when below then 1 end) as participants_below,
    count(case when undecided_results > 0 then 1 end) as participants_undecided
from participants
group by measure, exam_rules_from, delivery, exam_year, school_code
union all
select
    of_one_subject.measure,
    school_results.exam_rules_from,
    school_results.delivery,
    school_results.exam_year,
    school_results.school_code,
    school_results.participants,
    school_results.participants_below,
    0 as participants_undecided
from school_results
inner join of_one_subject
    on
        school_results.exam = of_one_subject.exam
        and school_results.subject = of_one_subject.subject
