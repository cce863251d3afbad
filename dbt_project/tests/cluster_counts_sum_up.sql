{{ config(meta={'dagster': {'ref': {'name': 'table_5_clusters'}}}) }}
-- an included school is in one cluster, or by a decision in none: by municipality and in the printed total
with municipalities as (
    select
        campaign,
        municipality_name as municipality_ru,
        included,
        low_results + adverse_conditions + "both" + neither as clustered
    from {{ ref('municipality_clusters') }}
),

totals as (
    select
        campaign,
        sum(clustered) as clustered
    from municipalities
    group by campaign
)

select
    campaign,
    municipality_ru,
    included,
    clustered
from municipalities
where included <> clustered
union all
select
    printed.campaign,
    printed.municipality_ru,
    printed.included,
    totals.clustered
from {{ ref('table_5_clusters') }} as printed
inner join totals on printed.campaign = totals.campaign
where printed.municipality_code is null and printed.included <> totals.clustered
