{%- for source_name in sources_of('every').split() %}
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
from {{ source('intake', source_name ~ '_deliveries') }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
