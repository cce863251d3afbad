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
    rule,
    before,
    after,
    sentence_ru
from {{ ref('stg_repairs') }}
