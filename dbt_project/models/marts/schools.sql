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

-- the last decision of the year about a school, delivered by the campaign, is the one that stands
decided as (
    select
        campaigns.campaign,
        decisions.school_code,
        max_by(
            decisions.action = 'include',
            row(coalesce(decisions.date, decided_in.first_day), decisions.campaign, decisions.no)
        ) as included
    from {{ ref('decisions') }} as decisions
    inner join campaigns as decided_in on decisions.campaign = decided_in.campaign
    inner join campaigns
        on
            decided_in.campaign_year = campaigns.campaign_year
            and decided_in.campaign <= campaigns.campaign
    where decisions.action is not null
    group by campaigns.campaign, decisions.school_code
)

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
    coalesce(decided.included, entry.identified, false) as included,
    case
        when decided.included <> coalesce(entry.identified, false) then 'decision'
        when entry.identified then 'rule'
    end as included_by
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
left join decided
    on
        schools.campaign = decided.campaign
        and schools.school_code = decided.school_code
