{{ config(materialized='view') }}

with figures as (select * from {{ ref('indicator_figures') }}),

school_dynamics as (select * from {{ ref('school_dynamics') }}),

schools as (select * from {{ ref('schools') }}),

school_indicators as (select * from {{ ref('school_indicators') }}),

catalogue as (select * from {{ ref('indicators') }}),

tests as (select * from {{ ref('finding_tests') }}),

compared as (
    {{ in_groups('school_dynamics') }}
),

of_both_waves as (
    select
        figures.campaign,
        figures.figure,
        figures.statistic,
        compared.school_code,
        compared.indicator,
        compared.campaign as value_campaign,
        compared.entry_campaign as compared_campaign,
        compared.final_value as value,
        compared.entry_value as compared_value,
        compared.outcome,
        case figures.statistic
            when 'compared' then compared.outcome <> 'not_comparable'
            when 'improved_share' then compared.outcome = 'better'
            else compared.outcome = figures.statistic
        end as counted
    from figures
    inner join compared
        on
            figures.campaign = compared.campaign
            and figures.group_kind = compared.group_kind
            and figures.group_code = compared.group_code
            and compared.indicator = coalesce(figures.indicator, compared.indicator)
    where figures.table_name not in ('table_8', 'table_p8', 'findings')
),

-- what a figure of one wave asks: the included schools, or all open ones of the region
asked as (
    select
        figures.campaign,
        figures.figure,
        figures.statistic,
        schools.school_code,
        figures.indicator,
        school_indicators.value,
        school_indicators.status,
        catalogue.better,
        tests.region_value,
        {{ entering('school_indicators', 'catalogue') }} as entering
    from figures
    inner join schools
        on
            figures.campaign = schools.campaign
            and case figures.group_kind when 'region' then schools.open else schools.included end
    inner join school_indicators
        on
            schools.campaign = school_indicators.campaign
            and schools.school_code = school_indicators.school_code
            and figures.indicator = school_indicators.indicator
    inner join catalogue on figures.indicator = catalogue.indicator
    left join tests
        on
            figures.campaign = tests.campaign
            and figures.table_row = tests.no || '-' || tests.test
    where figures.table_name in ('table_8', 'table_p8')
),

judged as (
    select
        *,
        case
            when statistic in ('asked', 'answered') and status = 'value' then 'answered'
            when statistic in ('asked', 'answered') and status = 'unknown' then 'not_answered'
            when statistic in ('asked', 'answered') then status
            when entering is null or statistic = 'region_pooled' and status <> 'value' then 'left_out'
            when statistic <> 'worse_share' then case status when 'value' then 'value' else 'zero' end
            when better is null or region_value is null then 'left_out'
            when entering = region_value or (entering > region_value) = (better = 'higher') then 'not_worse'
            else 'worse'
        end as outcome
    from asked
)

select
    campaign,
    figure,
    statistic,
    school_code,
    indicator,
    value_campaign,
    compared_campaign,
    value,
    compared_value,
    outcome,
    counted
from of_both_waves
union all
select
    campaign,
    figure,
    statistic,
    school_code,
    indicator,
    campaign as value_campaign,
    cast(null as varchar) as compared_campaign,
    value,
    cast(null as double) as compared_value,
    outcome,
    case statistic
        when 'asked' then outcome <> 'not_applicable'
        when 'answered' then outcome = 'answered'
        when 'worse_share' then outcome = 'worse'
        else outcome <> 'left_out'
    end as counted
from judged
