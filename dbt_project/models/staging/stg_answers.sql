select
    campaign,
    part,
    entity as school_code,
    variable,
    state,
    number,
    text,
    raw_text,
    file,
    file_sha256,
    sheet,
    cell
from {{ source('intake', 'answers') }}
