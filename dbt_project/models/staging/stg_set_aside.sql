{%- for source_name in [
    'registry', 'answers', 'exam_results', 'vpr_results', 'received',
    'training', 'seminars', 'road_map', 'events', 'agreements', 'project', 'approved_list', 'decisions', 'region'
] %}
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
