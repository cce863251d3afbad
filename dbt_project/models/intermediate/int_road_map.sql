{{ config(materialized='table') }}

with editions as (select * from {{ ref('report_editions') }}),

campaigns as (select * from {{ ref('int_campaigns') }}),

items as (
    {{ institute_rows('road_map', 'road_map', {
        'section_ru': ['item_section', 'varchar'],
        'activity_ru': ['item_activity', 'varchar'],
        'period_ru': ['item_period', 'varchar'],
        'item_start': ['item_start', 'date'],
        'item_end': ['item_end', 'date'],
        'responsible_ru': ['item_responsible', 'varchar'],
        'item_done': ['item_done', 'date'],
        'document_ru': ['item_document', 'varchar'],
        'result_stated_ru': ['item_result', 'varchar'],
    }) }}
),

catalogue as (select * from {{ ref('road_map_items') }}),

-- an edition knows what had begun and what had been done by its cut-off
known as (
    select
        items.campaign,
        campaigns.campaign_year,
        editions.edition,
        editions.cutoff,
        cast(items.row_no as integer) as no,
        items.section_ru,
        items.activity_ru,
        items.period_ru,
        items.result_stated_ru,
        coalesce(regexp_matches(items.activity_ru, catalogue.activity_pattern), false) as is_catalogued,
        coalesce(items.item_start, items.item_end, editions.cutoff) <= editions.cutoff as begun,
        coalesce(items.item_done <= editions.cutoff, false) as done,
        items.item_start,
        items.item_end,
        case when items.item_done <= editions.cutoff then items.item_done end as item_done,
        items.document_ru,
        items.responsible_ru
    from items
    inner join editions on items.campaign = editions.campaign
    inner join campaigns on items.campaign = campaigns.campaign
    left join catalogue
        on
            campaigns.campaign_year = catalogue.campaign_year
            and cast(items.row_no as integer) = catalogue.no
)

select
    campaign,
    campaign_year,
    edition,
    no,
    section_ru,
    activity_ru,
    period_ru,
    is_catalogued,
    case when begun or done then result_stated_ru end as result_stated_ru,
    -- what stands before the sentence with the first figure, and the first address
    regexp_extract(result_stated_ru, '^([^\d]*[.!?])\s[^\d.!?]*\d', 1) as opening_ru,
    regexp_extract(result_stated_ru, 'https?://\S+') as link,
    begun or done as begun,
    item_start,
    item_end,
    item_done,
    case when done then document_ru end as document_ru,
    responsible_ru,
    case
        when done and document_ru is null then 'not_confirmed'
        when item_done > item_end then 'done_late'
        when done then 'done'
        when item_end <= cutoff then 'overdue'
        else 'pending'
    end as state,
    cast(
        case
            when done then greatest(date_diff('day', coalesce(item_end, item_done), item_done), 0)
            when item_end <= cutoff then date_diff('day', item_end, cutoff)
        end as integer
    ) as days_late
from known
