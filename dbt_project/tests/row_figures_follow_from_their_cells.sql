{{ config(meta={'dagster': {'ref': {'name': 'row_figures'}}}) }}
-- every figure that rows make comes out once more from the cells that are said to make it, or is zero
with figures as (select * from {{ ref('row_figures') }}),

remade as (
    select
        campaign,
        figure,
        count(*) as counted,
        sum(number) as total
    from {{ ref('row_cells') }}
    where role = 'counted' and state = 'answered'
    group by campaign, figure
)

select
    figures.campaign,
    figures.figure,
    figures.number,
    remade.counted,
    remade.total
from figures
left join remade
    on
        figures.campaign = remade.campaign
        and figures.figure = remade.figure
where
    figures.number is distinct from
    coalesce(case figures.statistic when 'rows' then remade.counted else remade.total end, 0)
