{{ config(meta={'dagster': {'ref': {'name': 'int_campaigns'}}}) }}
-- every criterion and every indicator has a measure, and every campaign an official rule set and exam rules
with measures as (
    select measure from {{ ref('measure_variables') }}
    union distinct
    select measure from {{ ref('exam_measures') }}
)

select
    'criterion' as what,
    criteria.criterion as name
from {{ ref('criteria') }} as criteria
left join measures on criteria.measure = measures.measure
where measures.measure is null
union all
select
    'indicator' as what,
    indicators.indicator as name
from {{ ref('indicators') }} as indicators
left join measures on indicators.indicator = measures.measure
where measures.measure is null
union all
select
    'campaign' as what,
    campaign as name
from {{ ref('int_campaigns') }}
where official_rule_set is null or exam_rules_from is null
