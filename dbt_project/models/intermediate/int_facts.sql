{{ config(materialized='table') }}

with counted as (
    {%- for facts in ['int_facts_region', 'int_facts_project', 'int_facts_events', 'int_facts_institute'] %}
    select
        campaign,
        edition,
        fact,
        value,
        text_ru
    from {{ ref(facts) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

catalogue as (select * from {{ ref('facts') }}),

read_workbooks as (
    select distinct
        campaign,
        source
    from {{ ref('stg_deliveries') }}
    where state = 'read'
),

-- what did not come is not none
known as (
    select
        counted.campaign,
        counted.edition,
        counted.fact,
        counted.value,
        counted.text_ru,
        catalogue.workbook is null or read_workbooks.source is not null as came
    from counted
    left join catalogue on counted.fact = catalogue.fact
    left join read_workbooks
        on
            counted.campaign = read_workbooks.campaign
            and catalogue.workbook = read_workbooks.source
)

select
    campaign,
    edition,
    fact,
    case when came then value end as value,
    case when came then text_ru end as text_ru
from known
