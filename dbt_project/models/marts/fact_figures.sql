{{ config(materialized='view') }}

with facts as (select * from {{ ref('report_facts') }}),

-- a share is of two statistics; what the list is asked of may move with it
made as (
    select
        fact,
        string_agg(statistic, ' / ' order by part desc) as statistic,
        bool_or(of_schools <> 'returned') as over_list
    from {{ ref('fact_parts') }}
    group by fact
),

items as (select * from {{ ref('table_4_road_map') }}),

plans as (select * from {{ ref('targets') }}),

-- the tables print the edition that the report is of, the last of its campaign
last_editions as (
    select
        campaign,
        max_by(edition, cutoff) as edition
    from {{ ref('report_editions') }}
    group by campaign
),

printed as (
    select
        campaign,
        edition,
        'text' as table_name,
        edition as table_row,
        fact as table_column,
        fact,
        name_ru as row_ru
    from facts
    union all
    select
        items.campaign,
        items.edition,
        'table_4' as table_name,
        cast(items.no as varchar) as table_row,
        facts.fact as table_column,
        facts.fact,
        items.activity_ru as row_ru
    from items
    inner join last_editions
        on
            items.campaign = last_editions.campaign
            and items.edition = last_editions.edition
    inner join facts
        on
            items.campaign = facts.campaign
            and items.edition = facts.edition
            and regexp_matches(items.result_template_ru, '\{' || facts.fact || '[:}]')
    union all
    select
        plans.campaign,
        plans.edition,
        'table_6' as table_name,
        cast(plans.no as varchar) as table_row,
        'fact_value' as table_column,
        plans.fact,
        plans.target_ru as row_ru
    from plans
    inner join last_editions
        on
            plans.campaign = last_editions.campaign
            and plans.edition = last_editions.edition
    -- it is the year's report that has Table 6
    where plans.edition = 'year'
)

select
    printed.campaign,
    printed.edition,
    printed.table_name || '/' || printed.table_row || '/' || printed.table_column as figure,
    printed.table_name,
    printed.table_row,
    printed.table_column,
    printed.fact,
    coalesce(made.statistic, 'targets') as statistic,
    -- some targets are of the list
    coalesce(made.over_list, printed.fact = 'targets_reached') as over_list,
    facts.value as number,
    printed.row_ru
from printed
inner join facts
    on
        printed.campaign = facts.campaign
        and printed.edition = facts.edition
        and printed.fact = facts.fact
left join made on printed.fact = made.fact
