with campaigns as (
    select * from {{ ref('int_campaigns') }}
    where campaign = entry_campaign
),

schools as (select * from {{ ref('int_schools') }}),

clusters as (select * from {{ ref('school_clusters') }}),

approved as (select * from {{ ref('approved_list') }}),

-- a list freezes with the first day on which one of its rows was approved
frozen as (
    select
        campaign,
        min(date) as approved_on,
        min_by(approval_ru, date) as approval_ru
    from approved
    where acts
    group by campaign
),

-- an approved list stands in place of the rule's, but for a school whose row of it was set aside
made as (
    select
        schools.campaign,
        schools.school_code,
        clusters.cluster as computed_cluster,
        coalesce(clusters.identified, false) as identified,
        frozen.campaign is not null and coalesce(approved.acts, true) as is_approved,
        coalesce(approved.acts, false) as is_named,
        approved.cluster as approved_cluster,
        coalesce(approved.date, frozen.approved_on) as approved_on,
        coalesce(approved.approval_ru, frozen.approval_ru) as approval_ru
    from schools
    inner join campaigns on schools.campaign = campaigns.campaign
    left join clusters
        on
            schools.campaign = clusters.campaign
            and campaigns.official_rule_set = clusters.rule_set
            and schools.school_code = clusters.school_code
    left join approved
        on
            schools.campaign = approved.campaign
            and schools.school_code = approved.school_code
    left join frozen on schools.campaign = frozen.campaign
)

select
    campaign,
    school_code,
    case when is_approved then 'approved' else 'rule' end as made_by,
    case when is_approved then is_named else identified end as listed,
    case
        when not is_approved then computed_cluster
        when is_named then approved_cluster
        when computed_cluster is not null then 'neither'
    end as cluster,
    computed_cluster,
    case when is_approved then approved_on end as approved_on,
    case when is_approved then approval_ru end as approval_ru
from made
