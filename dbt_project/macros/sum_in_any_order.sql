{#-
    A sum of doubles that does not depend on the order in which threads add them up:
    a repeated run gives the same rows to the last bit. Fifteen decimals are kept.
-#}
{% macro sum_in_any_order(value) -%}
    cast(sum(cast({{ value }} as decimal(38, 15))) as double)
{%- endmacro %}
