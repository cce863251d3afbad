{#-
    The columns of a row per edition turned into rows of facts. facts: names of columns with numbers;
    with_text: those that have a list in words beside them, in a column <fact>_ru.
-#}
{% macro facts_of(counted, facts, with_text=[]) -%}
{%- for fact in facts %}
select
    campaign,
    edition,
    '{{ fact }}' as fact,
    cast({{ fact }} as double) as value,
    cast({{ fact ~ '_ru' if fact in with_text else 'null' }} as varchar) as text_ru
from {{ counted }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
{%- endmacro %}
