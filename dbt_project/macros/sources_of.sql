{#-
    The sources of a kind, parted by spaces. A new one is named here, and its tables in _sources.yml.
    kind: institute (the institute's own workbooks), cells (all that are read cell by cell) or every.
-#}
{% macro sources_of(kind) -%}
{%- set institute = [
    'training', 'seminars', 'road_map', 'events', 'agreements', 'project', 'approved_list', 'decisions', 'region'
] -%}
{%- set of_kind = {
    'institute': institute,
    'cells': ['registry', 'answers'] + institute,
    'every': ['registry', 'answers', 'exam_results', 'vpr_results', 'received'] + institute,
} -%}
{{ of_kind[kind] | join(' ') }}
{%- endmacro %}
