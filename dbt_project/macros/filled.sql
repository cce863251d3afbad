{#-
    A template with its {name} replaced by words; braces in the words are doubled, since what fills the figures later reads
    them as its own. words: name to expression; empty words leave no space behind.
-#}
{% macro filled(template, words) -%}
    {%- set made = namespace(sql=template) -%}
    {%- for name, expression in words.items() -%}
        {%- set escaped = "replace(replace(" ~ expression ~ ", '{', '{{'), '}', '}}')" -%}
        {%- set made.sql = "replace(" ~ made.sql ~ ", '{" ~ name ~ "}', coalesce(" ~ escaped ~ ", ''))" -%}
    {%- endfor -%}
    trim({{ made.sql }})
{%- endmacro %}
