{{ config(materialized='table') }}

with criteria as (select * from {{ ref('int_criteria') }}),

municipal as (
    select * from {{ ref('int_municipal_measures') }}
    where open
),

exams as (
    {%- for measures in ['int_exam_measures', 'int_vpr_measures'] %}
    select
        campaign,
        school_code,
        measure,
        exam_year,
        numerator,
        denominator,
        status,
        missing_reason
    from {{ ref(measures) }}
    where open
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

reasons as (select * from {{ ref('missing_reasons') }}),

-- the years of a criterion: pooled into one figure, or each judged by itself
exam_years as (
    select
        exams.campaign,
        criteria.rule_set,
        criteria.criterion,
        exams.school_code,
        case when criteria.judged = 'per_year' then exams.exam_year end as exam_year,
        exams.numerator,
        exams.denominator,
        exams.status,
        reasons.rank
    from exams
    inner join criteria
        on
            exams.campaign = criteria.campaign
            and exams.measure = criteria.measure
            and exams.exam_year > criteria.exam_year_last - criteria.years
    left join reasons on exams.missing_reason = reasons.reason
),

exams_pooled as (
    select
        campaign,
        rule_set,
        criterion,
        school_code,
        exam_year,
        {{ sum_in_any_order('numerator') }} as numerator,
        cast(sum(denominator) as double) as denominator,
        cast(sum(denominator) as bigint) as participants,
        case
            when max(case when status = 'unknown' then 1 else 0 end) = 1 then 'unknown'
            when max(case when status = 'value' then 1 else 0 end) = 1 then 'value'
            else 'not_applicable'
        end as status,
        min(rank) as rank
    from exam_years
    group by campaign, rule_set, criterion, school_code, exam_year
)

select
    municipal.campaign,
    criteria.rule_set,
    criteria.criterion,
    municipal.school_code,
    cast(null as integer) as exam_year,
    municipal.numerator,
    municipal.denominator,
    cast(null as bigint) as participants,
    municipal.status,
    municipal.missing_reason
from municipal
inner join criteria
    on
        municipal.campaign = criteria.campaign
        and municipal.measure = criteria.measure
union all
select
    exams_pooled.campaign,
    exams_pooled.rule_set,
    exams_pooled.criterion,
    exams_pooled.school_code,
    exams_pooled.exam_year,
    exams_pooled.numerator,
    exams_pooled.denominator,
    exams_pooled.participants,
    exams_pooled.status,
    case when exams_pooled.status <> 'value' then reasons.reason end as missing_reason
from exams_pooled
left join reasons on exams_pooled.rank = reasons.rank
