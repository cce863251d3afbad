{#- Null where the denominator is null or zero. -#}
{% macro safe_divide(numerator, denominator) -%}
    {{ numerator }} / nullif({{ denominator }}, 0)
{%- endmacro %}
