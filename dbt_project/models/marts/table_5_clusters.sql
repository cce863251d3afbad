with municipalities as (select * from {{ ref('municipality_clusters') }})

select
    campaign,
    cast(
        row_number() over (
            partition by campaign
            order by length(municipality_code), municipality_code
        ) as integer
    ) as position,
    municipality_code,
    municipality_name as municipality_ru,
    included,
    low_results,
    adverse_conditions,
    "both"
from municipalities
union all
select
    campaign,
    cast(count(*) + 1 as integer) as position,
    cast(null as varchar) as municipality_code,
    'ИТОГО' as municipality_ru,
    cast(sum(included) as bigint) as included,
    cast(sum(low_results) as bigint) as low_results,
    cast(sum(adverse_conditions) as bigint) as adverse_conditions,
    cast(sum("both") as bigint) as "both"
from municipalities
group by campaign
