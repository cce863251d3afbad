with campaigns as (
    select * from {{ ref('int_campaigns') }}
    where entry_campaign is not null
),

schools as (select * from {{ ref('schools') }}),

clusters as (select * from {{ ref('school_clusters') }}),

entry_lists as (select * from {{ ref('int_entry_lists') }}),

criteria as (select * from {{ ref('school_criteria') }}),

catalogue as (select * from {{ ref('criteria') }}),

-- what a decision put on the list or took off it, the rule does not move; at the entry wave only what was
-- approved can differ
changes as (
    select
        schools.campaign,
        campaigns.entry_campaign,
        campaigns.official_rule_set as rule_set,
        schools.school_code,
        schools.school_name,
        schools.municipality_code,
        schools.municipality_name,
        schools.open,
        schools.entry_cluster,
        schools.cluster,
        schools.decision_ru,
        case
            -- a list may be approved with a school of no cluster
            when schools.included and not schools.identified and schools.entry_cluster <> 'neither'
                then 'leaves'
            when schools.identified and not schools.included then 'enters'
            when schools.included and schools.cluster <> schools.entry_cluster then 'moves'
        end as change
    from schools
    inner join campaigns on schools.campaign = campaigns.campaign
    where coalesce(schools.included_by, 'rule') <> 'decision'
),

-- the criteria that turned between the waves
turned as (
    select
        changes.campaign,
        changes.school_code,
        string_agg(case when final.met then catalogue.name_ru end, ', ' order by catalogue.name_ru)
            as now_met,
        string_agg(case when entry.met then catalogue.name_ru end, ', ' order by catalogue.name_ru)
            as no_longer_met
    from changes
    inner join catalogue on changes.rule_set = catalogue.rule_set
    left join criteria as entry
        on
            changes.entry_campaign = entry.campaign
            and changes.rule_set = entry.rule_set
            and changes.school_code = entry.school_code
            and catalogue.criterion = entry.criterion
    left join criteria as final
        on
            changes.campaign = final.campaign
            and changes.rule_set = final.rule_set
            and changes.school_code = final.school_code
            and catalogue.criterion = final.criterion
    where
        catalogue.judged = 'pooled'
        and changes.change is not null
        and coalesce(entry.met, false) <> coalesce(final.met, false)
    group by changes.campaign, changes.school_code
)

select
    changes.campaign,
    changes.school_code,
    changes.school_name,
    changes.municipality_code,
    changes.municipality_name,
    changes.entry_cluster,
    changes.cluster,
    changes.change,
    case
        when changes.open
            then concat(
                case
                    when entry_lists.cluster <> coalesce(entry_lists.computed_cluster, 'neither')
                        then
                            'список утверждён (' || entry_lists.approval_ru
                            || ') иначе, чем выходит по нынешним данным входного мониторинга; '
                end,
                'выполнено критериев результатов: ', final.results_met, ' из ', final.results_applying,
                ' (было ' || entry.results_met || ' из ' || entry.results_applying || ')',
                ', условий: ', final.context_met, ' из ', final.context_applying,
                ' (было ' || entry.context_met || ' из ' || entry.context_applying || ')',
                '; больше не выполнены: ' || turned.no_longer_met,
                '; стали выполнены: ' || turned.now_met,
                '; действует решение ' || changes.decision_ru
            )
        else 'школа закрыта'
    end as reason
from changes
left join entry_lists
    on
        changes.entry_campaign = entry_lists.campaign
        and changes.school_code = entry_lists.school_code
left join clusters as entry
    on
        changes.campaign <> changes.entry_campaign
        and changes.entry_campaign = entry.campaign
        and changes.rule_set = entry.rule_set
        and changes.school_code = entry.school_code
left join clusters as final
    on
        changes.campaign = final.campaign
        and changes.rule_set = final.rule_set
        and changes.school_code = final.school_code
left join turned
    on
        changes.campaign = turned.campaign
        and changes.school_code = turned.school_code
where changes.change is not null
