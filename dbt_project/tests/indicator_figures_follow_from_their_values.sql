{{ config(meta={'dagster': {'ref': {'name': 'indicator_figures'}}}) }}
-- every figure of schools' indicators comes out once more from the values that are said to make it
with figures as (select * from {{ ref('indicator_figures') }}),

remade as (
    select
        enter.campaign,
        enter.figure,
        count(case when enter.counted then 1 end) as counted,
        count(case when enter.outcome not in ('not_comparable', 'left_out') then 1 end) as compared,
        {{ sum_in_any_order("case when enter.counted then coalesce(enter.value, 0) end") }} as total,
        {{ sum_in_any_order("case when enter.counted then own.numerator end") }} as numerator,
        {{ sum_in_any_order("case when enter.counted then own.denominator end") }} as denominator
    from {{ ref('indicator_values') }} as enter
    left join {{ ref('school_indicators') }} as own
        on
            enter.value_campaign = own.campaign
            and enter.school_code = own.school_code
            and enter.indicator = own.indicator
    group by enter.campaign, enter.figure
)

select
    figures.campaign,
    figures.figure,
    figures.number,
    remade.counted,
    remade.compared
from figures
left join remade
    on
        figures.campaign = remade.campaign
        and figures.figure = remade.figure
-- a finding counts tests, each a row of Table 8
where
    figures.table_name <> 'findings'
    and figures.number is distinct from
    case
        when figures.statistic in ('improved_share', 'worse_share')
            then {{ safe_divide('remade.counted', 'remade.compared') }}
        when figures.statistic in ('mean', 'region_mean')
            then {{ safe_divide('remade.total', 'remade.counted') }}
        when figures.statistic = 'region_pooled'
            then {{ safe_divide('remade.numerator', 'remade.denominator') }}
        else remade.counted
    end
