{{ config(materialized='table') }}

with answers as (select * from {{ ref('int_school_variables') }}),

measure_variables as (select * from {{ ref('measure_variables') }}),

reasons as (select * from {{ ref('missing_reasons') }}),

-- for an "or" over answers each answer is first turned into: it counts (1) or it does not (0)
parts as (
    select
        answers.campaign,
        answers.school_code,
        answers.open,
        measure_variables.measure,
        measure_variables.part,
        measure_variables.combine,
        answers.status,
        reasons.rank,
        case measure_variables.counts_when
            when 'yes' then answers.number
            when 'no' then 1 - answers.number
            else answers.number
        end as number
    from answers
    inner join measure_variables on answers.variable = measure_variables.variable
    left join reasons on answers.missing_reason = reasons.reason
),

-- what is not applicable counts as nothing unless all of it is; one unknown part makes a sum unknown
combined as (
    select
        campaign,
        school_code,
        open,
        measure,
        part,
        combine,
        case combine when 'any' then max(number) else sum(number) end as number,
        count(case when status = 'unknown' then 1 end) as unknown_parts,
        count(case when status = 'value' then 1 end) as valued_parts,
        min(rank) as rank
    from parts
    group by campaign, school_code, open, measure, part, combine
),

-- an "or" with one yes is yes, whatever the others are
resolved as (
    select
        campaign,
        school_code,
        open,
        measure,
        part,
        number,
        rank,
        case
            when combine = 'any' and number = 1 then 'value'
            when unknown_parts > 0 then 'unknown'
            when valued_parts = 0 then 'not_applicable'
            else 'value'
        end as status
    from combined
),

sides as (
    select
        campaign,
        school_code,
        open,
        measure,
        max(case when part = 'numerator' and status = 'value' then number end) as numerator,
        max(case when part = 'denominator' and status = 'value' then number end) as denominator,
        max(case when part = 'numerator' then status end) as numerator_status,
        max(case when part = 'denominator' then status end) as denominator_status,
        max(case when part = 'numerator' then rank end) as numerator_rank,
        max(case when part = 'denominator' then rank end) as denominator_rank
    from resolved
    group by campaign, school_code, open, measure
),

-- the denominator speaks first: where there is nobody to count, the measure does not apply
judged as (
    select
        campaign,
        school_code,
        open,
        measure,
        numerator,
        denominator,
        numerator_rank,
        denominator_rank,
        case
            when denominator_status = 'unknown' then 'unknown'
            when denominator_status = 'not_applicable' or denominator = 0 then 'not_applicable'
            else numerator_status
        end as status,
        coalesce(denominator_status, 'value') <> 'value' as denominator_missing,
        coalesce(denominator = 0, false) as denominator_zero
    from sides
),

explained as (
    select
        campaign,
        school_code,
        open,
        measure,
        numerator,
        denominator,
        status,
        case
            when status = 'value' or denominator_zero then null
            when denominator_missing then denominator_rank
            else numerator_rank
        end as rank,
        status <> 'value' and denominator_zero as denominator_zero
    from judged
)

select
    explained.campaign,
    explained.school_code,
    explained.open,
    explained.measure,
    explained.numerator,
    explained.denominator,
    case
        when explained.status = 'value'
            then explained.numerator / coalesce(explained.denominator, 1)
    end as value,
    explained.status,
    case when explained.denominator_zero then 'zero_denominator' else reasons.reason end as missing_reason
from explained
left join reasons on explained.rank = reasons.rank
