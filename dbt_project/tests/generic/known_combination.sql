{#- Every combination of `columns` that is filled exists in `to`, under the names `to_columns` (the same unless given).
    The rows come whole, so that a failure names its place. -#}
{% test known_combination(model, columns, to, to_columns=none) %}
{%- set target_columns = to_columns or columns %}
select child.*
from {{ model }} as child
left join {{ to }} as parent
    on
        {%- for column in columns %}
        {{ "and " if not loop.first }}child.{{ column }} = parent.{{ target_columns[loop.index0] }}
        {%- endfor %}
where
    parent.{{ target_columns[0] }} is null
    {%- for column in columns %}
    and child.{{ column }} is not null
    {%- endfor %}
{% endtest %}
