{{ config(materialized='view') }}

with table_1 as (select * from {{ ref('table_1_start_diagnostics') }}),

table_5 as (select * from {{ ref('table_5_clusters') }}),

campaigns as (select * from {{ ref('int_campaigns') }}),

note_statistics as (
    select distinct
        note_kind,
        statistic
    from {{ ref('cell_notes') }}
),

table_1_numbers as (
    {%- for column, statistic in [('mean', 'mean'), ('max', 'maximum'), ('min', 'minimum')] %}
    select
        campaign,
        no as table_row,
        '{{ column }}' as table_column,
        '{{ statistic }}' as statistic,
        indicator,
        {{ column }} as number
    from table_1
    union all
    select
        table_1.campaign,
        table_1.no as table_row,
        '{{ column }}_note' as table_column,
        note_statistics.statistic,
        table_1.indicator,
        table_1.{{ column }}_note as number
    from table_1
    inner join note_statistics on table_1.{{ column }}_note_kind = note_statistics.note_kind
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

table_5_numbers as (
    {%- for column in ['included', 'low_results', 'adverse_conditions', 'both'] %}
    select
        campaign,
        position as table_row,
        '{{ column }}' as table_column,
        municipality_code,
        "{{ column }}" as number
    from table_5
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

numbers as (
    -- the final wave's values of Table 1 are printed as Table 1a beside those of the entry wave
    select
        case when campaigns.wave = 'final' then 'table_1a' else 'table_1' end as table_name,
        table_1_numbers.campaign,
        table_1_numbers.table_row,
        table_1_numbers.table_column,
        table_1_numbers.statistic,
        table_1_numbers.indicator,
        cast(null as varchar) as municipality_code,
        table_1_numbers.number
    from table_1_numbers
    inner join campaigns on table_1_numbers.campaign = campaigns.campaign
    union all
    -- the list is made at the entry wave: the year's report prints Table 5 as made then
    select
        'table_5' as table_name,
        table_5_numbers.campaign,
        table_5_numbers.table_row,
        table_5_numbers.table_column,
        'schools_' || table_5_numbers.table_column as statistic,
        cast(null as varchar) as indicator,
        table_5_numbers.municipality_code,
        table_5_numbers.number
    from table_5_numbers
    inner join campaigns on table_5_numbers.campaign = campaigns.campaign
    where campaigns.wave = 'entry'
)

-- only what is printed has an address
select
    campaign,
    table_name || '/' || table_row || '/' || table_column as figure,
    table_name,
    cast(table_row as integer) as table_row,
    table_column,
    statistic,
    indicator,
    municipality_code,
    cast(number as double) as number
from numbers
where number is not null
