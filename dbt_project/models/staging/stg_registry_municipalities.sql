with cells as (
    select
        campaign,
        entity as municipality_code,
        variable,
        text
    from {{ source('intake', 'registry') }}
    where part = 'registry_municipalities' and state = 'answered'
)

select
    campaign,
    municipality_code,
    max(case when variable = 'municipality_name' then text end) as municipality_name,
    max(case when variable = 'oktmo' then text end) as oktmo
from cells
group by campaign, municipality_code
