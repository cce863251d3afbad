{{ config(materialized='view') }}

with dynamics as (select * from {{ ref('dynamics') }}),

catalogue as (select * from {{ ref('indicators') }}),

schools as (select * from {{ ref('schools') }}),

municipalities as (
    select distinct
        campaign,
        municipality_code,
        municipality_name
    from schools
),

programmes as (select * from {{ ref('school_programmes') }}),

-- a row of Table 7 is an indicator, of Tables 9, 10 and 11 a group of schools; the text speaks of all of them
printed_rows as (
    select
        dynamics.*,
        'table_7' as table_name,
        coalesce(cast(catalogue.no as varchar), 'all') as table_row,
        catalogue.name_ru as row_ru
    from dynamics
    left join catalogue on dynamics.indicator = catalogue.indicator
    where dynamics.group_kind = 'included'
    union all
    select
        dynamics.*,
        'table_9' as table_name,
        dynamics.group_kind || '-' || dynamics.group_code as table_row,
        municipalities.municipality_name as row_ru
    from dynamics
    left join municipalities
        on
            dynamics.campaign = municipalities.campaign
            and dynamics.group_code = municipalities.municipality_code
    where dynamics.group_kind in ('cluster', 'municipality', 'included') and dynamics.indicator is null
    union all
    select
        dynamics.*,
        'dynamics' as table_name,
        dynamics.group_code as table_row,
        cast(null as varchar) as row_ru
    from dynamics
    where dynamics.group_kind = 'included' and dynamics.indicator is null
    {%- for table, of in [('table_10', 'programmes'), ('table_11', 'schools')] %}
    union all
    select
        dynamics.*,
        '{{ table }}' as table_name,
        dynamics.group_code as table_row,
        schools.school_name as row_ru
    from dynamics
    inner join schools
        on
            dynamics.campaign = schools.campaign
            and dynamics.group_code = schools.school_code
    {%- if of != 'schools' %}
    inner join {{ of }}
        on
            dynamics.campaign = {{ of }}.campaign
            and dynamics.group_code = {{ of }}.school_code
    {%- endif %}
    where dynamics.group_kind = 'school' and dynamics.indicator is null
    {%- endfor %}
),

-- Table 10 names two of the columns otherwise, and has no more than these
numbers as (
    {%- for statistic in [
        'compared', 'better', 'worse', 'changed', 'unchanged', 'not_comparable', 'improved_share'
    ] %}
    select
        *,
        case
            when table_name <> 'table_10' then '{{ statistic }}'
            else {{ {
                'compared': "'indicators_compared'", 'better': "'indicators_improved'", 'improved_share': "'improved_share'"
            }.get(statistic, 'cast(null as varchar)') }}
        end as table_column,
        '{{ statistic }}' as statistic,
        cast({{ statistic }} as double) as number
    from printed_rows
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    campaign,
    table_name || '/' || table_row || '/' || table_column as figure,
    table_name,
    table_row,
    table_column,
    statistic,
    group_kind,
    group_code,
    indicator,
    number,
    row_ru
from numbers
where table_column is not null and number is not null
