{{ config(materialized='view') }}

with table_2 as (select * from {{ ref('table_2_training') }}),

table_3 as (select * from {{ ref('table_3_seminars') }}),

campaigns as (
    select * from {{ ref('int_campaigns') }}
    where wave = 'final'
),

numbers as (
    select
        campaign,
        'table_2' as table_name,
        position as table_row,
        'trained' as table_column,
        'total_of_cells' as statistic,
        cast(trained as double) as number,
        programme_ru as row_ru
    from table_2
    union all
    select
        campaign,
        'table_3' as table_name,
        position as table_row,
        'attendance' as table_column,
        'as_typed' as statistic,
        cast(attendance as double) as number,
        topic_ru as row_ru
    from table_3
    where unit <> 'recording'
)

-- the year's report alone has these tables, and only what is printed has an address
select
    numbers.campaign,
    numbers.table_name || '/' || numbers.table_row || '/' || numbers.table_column as figure,
    numbers.table_name,
    numbers.table_row,
    numbers.table_column,
    numbers.statistic,
    numbers.number,
    numbers.row_ru
from numbers
inner join campaigns on numbers.campaign = campaigns.campaign
where numbers.number is not null
