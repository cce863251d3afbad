{{ config(materialized='view') }}

with cells as (
    select * from {{ source('intake', 'seminars') }}
    where part = 'seminars'
),

-- a recording has no participants: where it lies is printed
table_3 as (
    select * from {{ ref('table_3_seminars') }}
    where unit <> 'recording'
)

select
    cells.campaign,
    'table_3/' || table_3.position || '/attendance' as figure,
    cast(cells.entity as integer) as row_no,
    case cells.variable when 'seminar_attendance' then 'counted' else 'decides' end as role,
    cells.variable,
    cells.number,
    cells.state,
    cells.raw_text,
    cells.file,
    cells.file_sha256,
    cells.sheet,
    cells.cell
from table_3
inner join cells
    on
        table_3.campaign = cells.campaign
        and table_3.no = cast(cells.entity as integer)
        and cells.variable in ('seminar_attendance', 'seminar_unit')
