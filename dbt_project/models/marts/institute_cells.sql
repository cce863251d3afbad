{{ config(materialized='view') }}

with cells as (select * from {{ ref('stg_institute_cells') }}),

variables as (select * from {{ ref('variables') }})

select
    cells.campaign,
    cells.source,
    cells.part,
    cells.row_no,
    cells.variable,
    variables.name_ru,
    cells.number,
    cells.text,
    cells.state,
    cells.raw_text,
    cells.file,
    cells.file_sha256,
    cells.sheet,
    cells.cell
from cells
left join variables on cells.variable = variables.variable
