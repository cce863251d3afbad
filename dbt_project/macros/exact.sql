{#-
    Comparisons with a threshold are made on products of decimals, never on quotients of doubles:
    counts are exact, and a sum of relative scores loses its binary noise (1e-13) at the twelfth decimal,
    so that a school exactly at the threshold is seen to be exactly there.
-#}
{% macro exact_sum(value) -%}
    cast({{ value }} as decimal(22, 12))
{%- endmacro %}

{% macro exact_count(value) -%}
    cast({{ value }} as decimal(13, 3))
{%- endmacro %}
