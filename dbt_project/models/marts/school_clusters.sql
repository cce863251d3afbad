with criteria as (select * from {{ ref('school_criteria') }}),

rule_sets as (select * from {{ ref('rule_sets') }}),

counted as (
    select
        campaign,
        rule_set,
        school_code,
        count(case when dimension = 'results' and applies then 1 end) as results_applying,
        count(case when dimension = 'results' and met then 1 end) as results_met,
        count(case when dimension = 'context' and applies then 1 end) as context_applying,
        count(case when dimension = 'context' and met then 1 end) as context_met
    from criteria
    group by campaign, rule_set, school_code
),

-- enough criteria met, and enough of those that apply; fewer than the least that must apply decide nothing
judged as (
    select
        counted.*,
        {%- for dimension in ['results', 'context'] %}
        case
            when counted.{{ dimension }}_applying < rule_sets.minimum_applying then 'not_determinable'
            when
                counted.{{ dimension }}_met >= rule_sets.minimum_met
                and counted.{{ dimension }}_met >= rule_sets.minimum_share * counted.{{ dimension }}_applying
                then 'met'
            else 'not_met'
        end as {{ dimension }}_state,
        {%- endfor %}
        rule_sets.minimum_applying
    from counted
    inner join rule_sets on counted.rule_set = rule_sets.rule_set
),

clustered as (
    select
        *,
        case
            when results_state = 'met' and context_state = 'met' then 'both'
            when results_state = 'met' then 'low_results'
            when context_state = 'met' then 'adverse_conditions'
            else 'neither'
        end as cluster
    from judged
)

select
    campaign,
    rule_set,
    school_code,
    results_applying,
    results_met,
    results_state,
    context_applying,
    context_met,
    context_state,
    cluster,
    cluster <> 'neither' as identified,
    'results: ' || results_met || ' of ' || results_applying || ' met'
    || case
        when results_state = 'not_determinable' then ' (fewer than ' || minimum_applying || ' apply)' else ''
    end
    || '; context: ' || context_met || ' of ' || context_applying || ' met'
    || case
        when context_state = 'not_determinable' then ' (fewer than ' || minimum_applying || ' apply)' else ''
    end as reason
from clustered
