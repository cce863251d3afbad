{#- Every one of `columns` that is filled lies between `minimum` and `maximum`. -#}
{% test within(model, columns, minimum=0, maximum=none) %}
select *
from {{ model }}
where
    {%- for column in columns %}
    {{ "or " if not loop.first }}{{ column }} < {{ minimum }}
    {%- if maximum is not none %}
    or {{ column }} > {{ maximum }}
    {%- endif %}
    {%- endfor %}
{% endtest %}
