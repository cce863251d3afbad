select
    campaign,
    source,
    municipality_code,
    file,
    file_sha256,
    variant,
    state,
    rows_in,
    rows_kept,
    rows_set_aside,
    message_ru
from {{ ref('stg_deliveries') }}
