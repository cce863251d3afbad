-- a school is in exactly one cluster: the three add up to the included schools, by municipality and in all
select
    campaign,
    municipality_ru,
    included,
    low_results,
    adverse_conditions,
    "both"
from {{ ref('table_5_clusters') }}
where included <> low_results + adverse_conditions + "both"
