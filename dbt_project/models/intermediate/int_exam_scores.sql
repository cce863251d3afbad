{{ config(materialized='table') }}

with outcomes as (
    select * from {{ ref('int_exam_outcomes') }}
    where kind = 'score_ratio'
),

school_results as (select * from {{ ref('int_exam_school_results') }}),

scales as (select * from {{ ref('exam_scales') }}),

deliveries as (select * from {{ ref('int_exam_deliveries') }}),

schools as (select * from {{ ref('int_schools') }}),

-- sums first: from here on nothing is as long as the list of participants
sums as (
    select
        exam_rules_from,
        delivery,
        exam,
        exam_year,
        subject,
        school_code,
        count(primary_score) as primary_participants,
        count(score) as score_participants,
        count(mark) as mark_participants,
        sum(primary_score) as primary_sum,
        sum(score) as score_sum,
        sum(mark) as mark_sum
    from outcomes
    group by exam_rules_from, delivery, exam, exam_year, subject, school_code
    union all
    select
        exam_rules_from,
        delivery,
        exam,
        exam_year,
        subject,
        school_code,
        case when primary_sum is not null then participants else 0 end as primary_participants,
        case when score_sum is not null then participants else 0 end as score_participants,
        case when mark_sum is not null then participants else 0 end as mark_participants,
        primary_sum,
        score_sum,
        mark_sum
    from school_results
    where participants is not null
),

-- the registry of the campaign decides who is a school of the region; closed ones count in its mean
registered as (
    select
        deliveries.campaign,
        sums.exam,
        sums.exam_year,
        sums.subject,
        sums.school_code,
        sums.primary_participants,
        sums.score_participants,
        sums.mark_participants,
        sums.primary_sum,
        sums.score_sum,
        sums.mark_sum
    from sums
    inner join deliveries
        on
            sums.exam_rules_from = deliveries.exam_rules_from
            and sums.delivery = deliveries.delivery
            and sums.exam = deliveries.exam
            and sums.exam_year = deliveries.exam_year
    inner join schools
        on
            deliveries.campaign = schools.campaign
            and sums.school_code = schools.school_code
),

by_scale as (
    select
        registered.campaign,
        registered.exam,
        registered.exam_year,
        registered.subject,
        registered.school_code,
        scales.scale,
        scales.preference,
        case scales.scale
            when 'primary_score' then registered.primary_participants
            when 'score' then registered.score_participants
            when 'mark' then registered.mark_participants
        end as participants,
        case scales.scale
            when 'primary_score' then registered.primary_sum
            when 'score' then registered.score_sum
            when 'mark' then registered.mark_sum
        end as score_sum
    from registered
    inner join scales on registered.exam = scales.exam
),

-- one scale per subject and year: the first preference that any result of the region is given in
chosen as (
    select
        campaign,
        exam,
        exam_year,
        subject,
        min(preference) as preference
    from by_scale
    where participants > 0
    group by campaign, exam, exam_year, subject
),

on_one_scale as (
    select
        by_scale.campaign,
        by_scale.exam,
        by_scale.exam_year,
        by_scale.subject,
        by_scale.school_code,
        by_scale.scale,
        by_scale.participants,
        by_scale.score_sum
    from by_scale
    inner join chosen
        on
            by_scale.campaign = chosen.campaign
            and by_scale.exam = chosen.exam
            and by_scale.exam_year = chosen.exam_year
            and by_scale.subject = chosen.subject
            and by_scale.preference = chosen.preference
    where by_scale.participants > 0
),

region as (
    select
        campaign,
        exam,
        exam_year,
        subject,
        cast(sum(participants) as bigint) as participants,
        sum(score_sum) / sum(participants) as mean
    from on_one_scale
    group by campaign, exam, exam_year, subject
)

select
    on_one_scale.campaign,
    on_one_scale.exam,
    on_one_scale.exam_year,
    on_one_scale.subject,
    on_one_scale.school_code,
    on_one_scale.scale,
    on_one_scale.participants,
    on_one_scale.score_sum,
    on_one_scale.score_sum / on_one_scale.participants as school_mean,
    region.participants as region_participants,
    region.mean as region_mean,
    {{ safe_divide('on_one_scale.score_sum', 'region.mean') }} as relative_sum
from on_one_scale
inner join region
    on
        on_one_scale.campaign = region.campaign
        and on_one_scale.exam = region.exam
        and on_one_scale.exam_year = region.exam_year
        and on_one_scale.subject = region.subject
