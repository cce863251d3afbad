{{ config(meta={'dagster': {'ref': {'name': 'indicator_figures'}}}) }}
-- every figure that counts outcomes comes out once more from the values that are said to make it
with figures as (select * from {{ ref('indicator_figures') }}),

remade as (
    select
        campaign,
        figure,
        count(case when counted then 1 end) as counted,
        count(case when outcome <> 'not_comparable' then 1 end) as compared
    from {{ ref('indicator_values') }}
    group by campaign, figure
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
where
    figures.number is distinct from
    case figures.statistic
        when 'improved_share' then {{ safe_divide('remade.counted', 'remade.compared') }}
        else remade.counted
    end
