{{ config(materialized='table') }}

with campaigns as (select * from {{ ref('int_campaigns') }}),

-- VPR comes as shares, not as results of participants: int_vpr_measures
exams as (
    select distinct exam from {{ ref('exam_measures') }}
    where exam <> 'vpr'
),

-- an export tells of participants or of schools alone
received as (
    {%- for results in ['stg_exam_results', 'stg_exam_school_results'] %}
    select distinct
        delivery,
        exam,
        exam_year
    from {{ ref(results) }}
    {%- if not loop.last %}
    union distinct
    {%- endif %}
    {%- endfor %}
),

years_back as (select unnest(generate_series(0, 9)) as years_back),

-- the exam years that a campaign speaks of, whether their exports came or not
expected as (
    select
        campaigns.campaign,
        campaigns.exam_rules_from,
        exams.exam,
        campaigns.exam_year_last - years_back.years_back as exam_year
    from campaigns
    cross join exams
    inner join years_back
        on campaigns.exam_year_last - years_back.years_back >= campaigns.exam_year_first
)

-- the latest delivery at or before the campaign counts
select
    expected.campaign,
    expected.exam,
    cast(expected.exam_year as integer) as exam_year,
    expected.exam_rules_from,
    max(received.delivery) as delivery
from expected
left join received
    on
        expected.exam = received.exam
        and expected.exam_year = received.exam_year
        and expected.campaign >= received.delivery
group by expected.campaign, expected.exam, expected.exam_year, expected.exam_rules_from
