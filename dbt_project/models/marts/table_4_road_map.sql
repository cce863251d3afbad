with items as (select * from {{ ref('int_road_map') }}),

-- a template is of an item that states one of its figures: the same number may be another item elsewhere
templates as (
    select
        items.campaign,
        items.edition,
        items.no,
        any_value(results.result_template_ru) as result_template_ru
    from items
    inner join {{ ref('road_map_results') }} as results
        on
            items.campaign_year = results.campaign_year
            and items.no = results.no
    inner join {{ ref('road_map_patterns') }} as patterns
        on
            results.campaign_year = patterns.campaign_year
            and results.no = patterns.no
    where
        items.begun
        and items.is_catalogued
        and patterns.stated_in = 'result'
        and coalesce(regexp_matches(items.result_stated_ru, patterns.pattern), true)
    group by items.campaign, items.edition, items.no
),

names as (
    select
        campaign,
        max(case when fact = 'institute_short' then text_ru end) as institute_ru,
        max(case when fact = 'genitive' then text_ru end) as region_ru
    from {{ ref('region_profile') }}
    group by campaign
),

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
    {{ filled('templates.result_template_ru', {
        'institute': 'names.institute_ru',
        'region': 'names.region_ru',
        'opening': 'items.opening_ru',
        'link': 'items.link',
    }) }} as result_template_ru,
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
inner join names on items.campaign = names.campaign
left join templates
    on
        items.campaign = templates.campaign
        and items.edition = templates.edition
        and items.no = templates.no
left join figures
    on
        items.campaign = figures.campaign
        and items.edition = figures.edition
        and items.no = figures.no
