{{ config(meta={'dagster': {'ref': {'name': 'figures'}}}) }}
-- every printed figure comes out once more from the schools that are said to make it
with figures as (select * from {{ ref('figures') }}),

catalogue as (select * from {{ ref('indicators') }}),

remade as (
    select
        campaign,
        figure,
        {{ sum_in_any_order('entering') }} / nullif(count(entering), 0) as mean,
        {{ sum_in_any_order('entering') }} as total,
        max(case when counted then entering end) as extreme,
        count(case when counted then 1 end) as schools
    from {{ ref('figure_schools') }}
    group by campaign, figure
),

compared as (
    select
        figures.campaign,
        figures.figure,
        figures.number,
        case
            when figures.statistic = 'mean' then {{ round_half_up('remade.mean', 'catalogue.mean_decimals') }}
            when figures.statistic in ('maximum', 'minimum')
                then {{ round_half_up('remade.extreme', 'catalogue.extreme_decimals') }}
            when figures.statistic = 'total' then remade.total
            else coalesce(remade.schools, 0)
        end as remade
    from figures
    left join remade
        on
            figures.campaign = remade.campaign
            and figures.figure = remade.figure
    left join catalogue on figures.indicator = catalogue.indicator
)

select
    campaign,
    figure,
    number,
    remade
from compared
where number is distinct from remade
