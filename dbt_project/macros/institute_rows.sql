{#-
    The lines of one sheet of one of the institute's workbooks, one row each: the long cells become columns. Each workbook
    is read by itself, so that a changed one makes anew only what depends on it.
    columns: name of the column to [variable, type]; what is not answered is null.
-#}
{% macro institute_rows(workbook, part, columns) -%}
    select
        campaign,
        entity as row_no
        {%- for column, (variable, type) in columns.items() %},
        cast(max(case when variable = '{{ variable }}' then {{ 'text' if type in ['varchar', 'date'] else 'number' }} end) as {{ type }})
            as {{ column }}
        {%- endfor %}
    from {{ source('intake', workbook) }}
    where part = '{{ part }}' and state = 'answered'
    group by campaign, entity
{%- endmacro %}
