{{ config(materialized='table') }}

with cells as (
    select
        campaign,
        entity as school_code,
        variable,
        text,
        number
    from {{ source('intake', 'registry') }}
    where part = 'registry_schools' and state = 'answered'
),

-- one row per school: the long cells of a registry line become its columns
lines as (
    select
        campaign,
        school_code,
        max(case when variable = 'school_name' then text end) as school_name,
        max(case when variable = 'municipality_code' then text end) as municipality_code,
        max(case when variable = 'school_kind' then text end) as school_kind,
        max(case when variable = 'locality' then text end) as locality,
        max(case when variable = 'registry_small_school' then number end) = 1 as small_school,
        max(case when variable = 'registry_pupils' then number end) as pupils,
        max(case when variable = 'valid_from' then text end) as valid_from,
        max(case when variable = 'valid_to' then text end) as valid_to,
        max(case when variable = 'successor_code' then text end) as successor_code
    from cells
    group by campaign, school_code
)

select
    campaign,
    school_code,
    school_name,
    municipality_code,
    school_kind,
    locality,
    small_school,
    cast(pupils as bigint) as pupils,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to,
    successor_code
from lines
