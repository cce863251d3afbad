{%- for source_name in sources_of('every').split() %}
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
from {{ source('intake', source_name ~ '_set_aside') }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
