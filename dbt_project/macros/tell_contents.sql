{#-
    Tells who runs dbt what a table or view holds once it is built: its rows and their hash, by campaign, in a line of
    the log. How rows are hashed stands in the environment; where it does not, nobody asked.
-#}
{% macro tell_contents() -%}
    {%- set hashed = env_var('ROWS_HASHED', '') if execute else '' -%}
    {%- if hashed -%}
        {%- set of_campaign = 'campaign' if 'campaign' in model.columns else 'null' -%}
        {%- set held = run_query('select ' ~ of_campaign ~ ', ' ~ hashed ~ ' from ' ~ this ~ ' as held group by 1') -%}
        {%- set parts = held.rows | map('list') | list -%}
        {%- do log('holds ' ~ tojson([this.schema, this.identifier, parts]), info=true) -%}
    {%- endif -%}
{%- endmacro %}
