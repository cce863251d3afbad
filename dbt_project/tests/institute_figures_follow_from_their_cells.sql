{{ config(meta={'dagster': {'ref': {'name': 'institute_figures'}}}) }}
-- every printed figure of Tables 2 and 3 comes out once more from the cells that are said to make it
with figures as (select * from {{ ref('institute_figures') }}),

cells as (
    {%- for table in ['table_2_cells', 'table_3_cells'] %}
    select
        campaign,
        figure,
        number
    from {{ ref(table) }}
    where role = 'counted' and state = 'answered'
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

remade as (
    select
        campaign,
        figure,
        sum(number) as number
    from cells
    group by campaign, figure
)

select
    figures.campaign,
    figures.figure,
    figures.number,
    remade.number as remade
from figures
left join remade
    on
        figures.campaign = remade.campaign
        and figures.figure = remade.figure
where figures.number <> coalesce(remade.number, 0)
