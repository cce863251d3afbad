{%- for source_name in sources_of('institute').split() %}
select
    campaign,
    '{{ source_name }}' as source,
    part,
    entity as row_no,
    variable,
    state,
    number,
    text,
    raw_text,
    file,
    file_sha256,
    sheet,
    cell
from {{ source('intake', source_name) }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
