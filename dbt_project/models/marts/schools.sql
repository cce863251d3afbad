with campaigns as (select * from {{ ref('int_campaigns') }}),

schools as (select * from {{ ref('int_schools') }}),

clusters as (select * from {{ ref('school_clusters') }}),

-- the official clusters of each campaign; those of the entry wave make the list of the year
official as (
    select
        campaigns.campaign,
        clusters.school_code,
        clusters.cluster,
        clusters.identified
    from clusters
    inner join campaigns
        on
            clusters.campaign = campaigns.campaign
            and clusters.rule_set = campaigns.official_rule_set
),

decisions as (select * from {{ ref('decisions_in_force') }})

select
    schools.campaign,
    schools.school_code,
    schools.school_name,
    schools.municipality_code,
    schools.municipality_name,
    schools.school_kind,
    schools.locality,
    schools.small_school,
    schools.pupils,
    schools.open,
    schools.returned,
    own.cluster,
    entry.cluster as entry_cluster,
    coalesce(own.identified, false) as identified,
    coalesce(decisions.action = 'include', entry.identified, false) as included,
    case
        when (decisions.action = 'include') <> coalesce(entry.identified, false) then 'decision'
        when entry.identified then 'rule'
    end as included_by,
    decisions.decision_ru
from schools
inner join campaigns on schools.campaign = campaigns.campaign
left join official as own
    on
        schools.campaign = own.campaign
        and schools.school_code = own.school_code
left join official as entry
    on
        campaigns.entry_campaign = entry.campaign
        and schools.school_code = entry.school_code
left join decisions
    on
        schools.campaign = decisions.campaign
        and schools.school_code = decisions.school_code
