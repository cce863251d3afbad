{{ config(materialized='table') }}

with registry as (select distinct campaign from {{ ref('stg_registry_schools') }}),

waves as (select * from {{ ref('waves') }}),

official_rule_sets as (
    select * from {{ ref('rule_sets') }}
    where status = 'official'
),

exam_rules as (select distinct valid_from from {{ ref('exam_rules') }}),

-- a campaign is a year and a wave; the wave says which years it speaks of
dated as (
    select
        registry.campaign,
        waves.wave,
        cast(left(registry.campaign, 4) as integer) as campaign_year,
        cast(registry.campaign || '-01' as date) as first_day,
        cast(left(registry.campaign, 4) as integer) + waves.reporting_year_offset as reporting_year,
        cast(left(registry.campaign, 4) as integer) + waves.exam_year_first_offset as exam_year_first,
        cast(left(registry.campaign, 4) as integer) + waves.exam_year_last_offset as exam_year_last
    from registry
    inner join waves on cast(right(registry.campaign, 2) as integer) = waves.month
),

-- the included schools of a year are those identified at its entry wave
entries as (
    select
        campaign,
        campaign_year
    from dated
    where wave = 'entry'
),

-- of the versions of a rule the latest that is valid by the campaign is in force
rules_in_force as (
    select
        dated.campaign,
        max_by(official_rule_sets.rule_set, official_rule_sets.valid_from) as official_rule_set
    from dated
    inner join official_rule_sets on dated.campaign >= official_rule_sets.valid_from
    group by dated.campaign
),

exam_rules_in_force as (
    select
        dated.campaign,
        max(exam_rules.valid_from) as exam_rules_from
    from dated
    inner join exam_rules on dated.campaign >= exam_rules.valid_from
    group by dated.campaign
)

select
    dated.campaign,
    dated.wave,
    dated.campaign_year,
    dated.first_day,
    dated.reporting_year,
    dated.exam_year_first,
    dated.exam_year_last,
    entries.campaign as entry_campaign,
    rules_in_force.official_rule_set,
    exam_rules_in_force.exam_rules_from
from dated
left join entries on dated.campaign_year = entries.campaign_year
left join rules_in_force on dated.campaign = rules_in_force.campaign
left join exam_rules_in_force on dated.campaign = exam_rules_in_force.campaign
