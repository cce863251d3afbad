{#- Rows of schools once for every group that outcomes are counted in, with its kind and code. -#}
{% macro in_groups(schools) -%}
{%- for kind, code in [
    ('included', "'included'"), ('cluster', 'cluster'), ('municipality', 'municipality_code'), ('school', 'school_code')
] %}
select
    *,
    '{{ kind }}' as group_kind,
    {{ code }} as group_code
from {{ schools }}
where {{ code }} is not null
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
{%- endmacro %}
