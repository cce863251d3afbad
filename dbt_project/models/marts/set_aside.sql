select
    campaign,
    source,
    municipality_code,
    entity,
    variable,
    file,
    file_sha256,
    sheet,
    cell,
    line,
    shown,
    rule,
    severity,
    sentence_ru,
    remedy_ru
from {{ ref('stg_set_aside') }}
