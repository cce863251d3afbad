{#-
    The value with which a school enters a statistic: its own; zero where the indicator does not apply and the
    catalogue counts that as zero; null, which every aggregate leaves out, else.
-#}
{% macro entering(school_indicators, catalogue) -%}
    case
        when {{ school_indicators }}.status = 'value' then {{ school_indicators }}.value
        when {{ school_indicators }}.status = 'not_applicable' and {{ catalogue }}.not_applicable = 'zero' then 0
    end
{%- endmacro %}
