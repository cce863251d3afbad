{#-
    Round half away from zero at `decimals`, which may be a column.
    A mean that is exactly 0.0445 may be held as 0.04449999999999999: nine digits after the printed one
    are kept, far above the noise of doubles (1e-12) and far below any difference between real figures.
-#}
{% macro round_half_up(value, decimals) -%}
    sign({{ value }}) * floor(round(abs({{ value }}) * power(10, {{ decimals }}), 9) + 0.5)
    / power(10, {{ decimals }})
{%- endmacro %}
