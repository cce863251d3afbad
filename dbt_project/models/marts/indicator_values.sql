{{ config(materialized='view') }}

with figures as (select * from {{ ref('indicator_figures') }}),

school_dynamics as (select * from {{ ref('school_dynamics') }}),

compared as (
    {{ in_groups('school_dynamics') }}
)

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
