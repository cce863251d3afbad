{%- for source_name in sources_of('cells').split() %}
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
from {{ source('intake', source_name ~ '_repairs') }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
