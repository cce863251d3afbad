select
    campaign,
    sent_file,
    cast(received_on as date) as received_on,
    file,
    file_sha256,
    line
from {{ source('intake', 'received') }}
