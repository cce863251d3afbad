with municipalities as (select * from {{ ref('stg_registry_municipalities') }}),

project as (
    select * from {{ ref('schools') }}
    where included
)

select
    municipalities.campaign,
    municipalities.municipality_code,
    municipalities.municipality_name,
    count(project.school_code) as included,
    count(case when project.entry_cluster = 'low_results' then 1 end) as low_results,
    count(case when project.entry_cluster = 'adverse_conditions' then 1 end) as adverse_conditions,
    count(case when project.entry_cluster = 'both' then 1 end) as "both",
    count(case when coalesce(project.entry_cluster, 'neither') = 'neither' then project.school_code end)
        as neither
from municipalities
left join project
    on
        municipalities.campaign = project.campaign
        and municipalities.municipality_code = project.municipality_code
group by municipalities.campaign, municipalities.municipality_code, municipalities.municipality_name
