{%- set road_map_facts = [
    'road_map_items', 'road_map_done', 'road_map_done_late', 'road_map_overdue', 'road_map_pending',
    'road_map_not_confirmed'
] %}
with editions as (select * from {{ ref('report_editions') }}),

catalogue as (select * from {{ ref('facts') }}),

-- without a road map its items are not none but unknown
road_map as (
    select
        editions.campaign,
        editions.edition,
        {%- for state in ['done', 'done_late', 'overdue', 'pending', 'not_confirmed'] %}
        case
            when count(items.no) > 0 then count(case when items.state = '{{ state }}' then 1 end)
        end as road_map_{{ state }},
        {%- endfor %}
        nullif(count(items.no), 0) as road_map_items
    from editions
    left join {{ ref('int_road_map') }} as items
        on
            editions.campaign = items.campaign
            and editions.edition = items.edition
    group by editions.campaign, editions.edition
),

targets as (
    select
        editions.campaign,
        editions.edition,
        count(plans.no) as targets_total,
        count(case when plans.state = 'reached' then 1 end) as targets_reached
    from editions
    left join {{ ref('targets') }} as plans
        on
            editions.campaign = plans.campaign
            and editions.edition = plans.edition
    group by editions.campaign, editions.edition
),

facts as (
    select
        campaign,
        edition,
        fact,
        value,
        text_ru
    from {{ ref('int_facts') }}
    union all
    {{ facts_of('road_map', road_map_facts) }}
    union all
    {{ facts_of('targets', ['targets_total', 'targets_reached']) }}
)

select
    facts.campaign,
    facts.edition,
    facts.fact,
    catalogue.name_ru,
    catalogue.unit,
    facts.value,
    facts.text_ru,
    catalogue.counted_from_ru
from facts
left join catalogue on facts.fact = catalogue.fact
