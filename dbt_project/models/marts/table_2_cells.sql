{{ config(materialized='view') }}

with cells as (
    select * from {{ source('intake', 'training') }}
    where part = 'trainees'
),

table_2 as (select * from {{ ref('table_2_training') }}),

-- a row of trainees belongs to the programme that it names, and to the total of them all
programme_rows as (
    select
        table_2.campaign,
        table_2.position,
        cells.entity
    from table_2
    inner join cells
        on
            table_2.campaign = cells.campaign
            and table_2.no = cells.number
            and cells.variable = 'trainee_programme'
            and cells.state = 'answered'
),

counted_rows as (
    select
        campaign,
        position,
        entity
    from programme_rows
    union all
    select
        programme_rows.campaign,
        totals.position,
        programme_rows.entity
    from programme_rows
    inner join table_2 as totals
        on
            programme_rows.campaign = totals.campaign
            and totals.no is null
)

select
    cells.campaign,
    'table_2/' || counted_rows.position || '/trained' as figure,
    cast(cells.entity as integer) as row_no,
    case cells.variable when 'trained' then 'counted' else 'decides' end as role,
    cells.variable,
    cells.number,
    cells.state,
    cells.raw_text,
    cells.file,
    cells.file_sha256,
    cells.sheet,
    cells.cell
from counted_rows
inner join cells
    on
        counted_rows.campaign = cells.campaign
        and counted_rows.entity = cells.entity
        and cells.variable in ('trained', 'trainee_programme')
