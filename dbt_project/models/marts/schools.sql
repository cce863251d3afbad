with campaigns as (select * from {{ ref('int_campaigns') }}),

schools as (select * from {{ ref('int_schools') }}),

clusters as (select * from {{ ref('school_clusters') }}),

-- the list of the year as its entry wave made it
entry_lists as (select * from {{ ref('int_entry_lists') }}),

-- the official clusters of each campaign
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
    coalesce(decisions.action = 'include', entry.listed, false) as included,
    case
        when (decisions.action = 'include') <> coalesce(entry.listed, false) then 'decision'
        when entry.listed then entry.made_by
    end as included_by,
    case when entry.listed then entry.approval_ru end as approval_ru,
    decisions.decision_ru
from schools
inner join campaigns on schools.campaign = campaigns.campaign
left join official as own
    on
        schools.campaign = own.campaign
        and schools.school_code = own.school_code
left join entry_lists as entry
    on
        campaigns.entry_campaign = entry.campaign
        and schools.school_code = entry.school_code
left join decisions
    on
        schools.campaign = decisions.campaign
        and schools.school_code = decisions.school_code
