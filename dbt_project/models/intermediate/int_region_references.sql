{{ config(materialized='table') }}

with criterion_values as (
    select * from {{ ref('int_criterion_values') }}
    where status = 'value'
)

-- sum over sum of all the schools that answered, the school itself included
select
    campaign,
    rule_set,
    criterion,
    exam_year,
    count(school_code) as schools,
    {{ sum_in_any_order('numerator') }} as numerator,
    {{ sum_in_any_order('denominator') }} as denominator,
    {{ safe_divide(sum_in_any_order('numerator'), sum_in_any_order('denominator')) }} as share
from criterion_values
group by campaign, rule_set, criterion, exam_year
