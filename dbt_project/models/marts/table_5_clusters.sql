with municipalities as (select * from {{ ref('municipality_clusters') }}),

lines as (
    select
        campaign,
        row_number() over (
            partition by campaign
            order by length(municipality_code), municipality_code
        ) as position,
        municipality_code,
        municipality_name as municipality_ru,
        included,
        low_results,
        adverse_conditions,
        "both"
    from municipalities
),

total as (
    select
        campaign,
        count(*) + 1 as position,
        cast(null as varchar) as municipality_code,
        'ИТОГО' as municipality_ru,
        sum(included) as included,
        sum(low_results) as low_results,
        sum(adverse_conditions) as adverse_conditions,
        sum("both") as "both"
    from municipalities
    group by campaign
)

select
    campaign,
    cast(position as integer) as position,
    municipality_code,
    municipality_ru,
    included,
    low_results,
    adverse_conditions,
    "both"
from lines
union all
select
    campaign,
    cast(position as integer) as position,
    municipality_code,
    municipality_ru,
    cast(included as bigint) as included,
    cast(low_results as bigint) as low_results,
    cast(adverse_conditions as bigint) as adverse_conditions,
    cast("both" as bigint) as "both"
from total
