{{ config(materialized='view') }}

select
    campaign,
    school_code,
    variable,
    state,
    raw_text,
    file,
    file_sha256,
    sheet,
    cell
from {{ ref('stg_registry_cells') }}
