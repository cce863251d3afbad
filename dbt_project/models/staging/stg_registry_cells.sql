select
    campaign,
    entity as school_code,
    variable,
    state,
    raw_text,
    file,
    file_sha256,
    sheet,
    cell
from {{ source('intake', 'registry') }}
where part = 'registry_schools'
