{#-
    The lines of one sheet of the institute's workbooks, one row each: the long cells become columns.
    columns: name of the column to [variable, type]; what is not answered is null.
-#}
{% macro institute_rows(cells, part, columns) -%}
    select
        campaign,
        row_no
        {%- for column, (variable, type) in columns.items() %},
        cast(max(case when variable = '{{ variable }}' then {{ 'text' if type in ['varchar', 'date'] else 'number' }} end) as {{ type }})
            as {{ column }}
        {%- endfor %}
    from {{ cells }}
    where part = '{{ part }}' and state = 'answered'
    group by campaign, row_no
{%- endmacro %}
