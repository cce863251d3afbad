with items as (select * from {{ ref('int_road_map') }}),

templates as (select * from {{ ref('road_map_results') }}),

figures as (
    select
        campaign,
        edition,
        no,
        count(stated) as figures,
        count(case when not agrees then 1 end) as figures_disagreeing
    from {{ ref('road_map_figures') }}
    group by campaign, edition, no
)

select
    items.campaign,
    items.edition,
    items.no,
    items.section_ru,
    items.activity_ru,
    items.period_ru,
    items.result_stated_ru,
    case when items.begun then templates.result_template_ru end as result_template_ru,
    items.item_start,
    items.item_end,
    items.item_done,
    items.document_ru,
    items.responsible_ru,
    items.state,
    items.days_late,
    coalesce(figures.figures, 0) as figures,
    coalesce(figures.figures_disagreeing, 0) as figures_disagreeing
from items
left join templates
    on
        items.campaign_year = templates.campaign_year
        and items.no = templates.no
left join figures
    on
        items.campaign = figures.campaign
        and items.edition = figures.edition
        and items.no = figures.no
