with campaigns as (select * from {{ ref('int_campaigns') }}),

rule_sets as (select * from {{ ref('rule_sets') }}),

criteria as (select * from {{ ref('criteria') }})

-- every rule set in force at the campaign, the official one and those kept for comparison
select
    campaigns.campaign,
    campaigns.exam_year_last,
    rule_sets.rule_set,
    rule_sets.rule_set = campaigns.official_rule_set as official,
    criteria.criterion,
    criteria.dimension,
    criteria.measure,
    criteria.operator,
    criteria.reference,
    criteria.factor,
    criteria.years,
    criteria.judged,
    criteria.least_participants
from campaigns
inner join rule_sets
    on
        campaigns.campaign >= rule_sets.valid_from
        and campaigns.campaign <= coalesce(rule_sets.valid_to, campaigns.campaign)
inner join criteria on rule_sets.rule_set = criteria.rule_set
