{{ config(materialized='table') }}

with results as (select * from {{ ref('stg_exam_school_results') }}),

subjects as (
    select * from {{ ref('subjects') }}
    where part in ('written', 'oral')
),

deliveries as (
    select distinct
        delivery,
        exam,
        exam_year,
        exam_rules_from
    from {{ ref('int_exam_deliveries') }}
)

-- count and mean give the sum of scores; whoever takes the oral part of a language takes the written one
select
    deliveries.exam_rules_from,
    results.delivery,
    results.exam,
    results.exam_year,
    subjects.subject,
    results.school_code,
    cast(sum(results.participants) filter (where subjects.part = 'written') as bigint) as participants,
    sum(results.participants * results.mean_primary_score) as primary_sum,
    sum(results.participants * results.mean_score) as score_sum,
    sum(results.participants * results.mean_mark) as mark_sum,
    cast(
        sum(results.participants_below) filter (where subjects.part = 'written') as bigint
    ) as participants_below,
    min(results.file) as file,
    min(results.file_sha256) as file_sha256,
    list(results.line order by results.subject_code) as lines
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
where results.participants > 0
group by
    deliveries.exam_rules_from, results.delivery, results.exam, results.exam_year,
    subjects.subject, results.school_code
