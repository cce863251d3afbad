with schools as (
    select * from {{ ref('schools') }}
    where open or included
),

municipalities as (
    select
        campaign,
        count(municipality_code) as municipalities
    from {{ ref('municipality_clusters') }}
    group by campaign
),

-- a school stays on the list of its year, closed or not; the region's figures are of open schools
counted as (
    select
        campaign,
        count(case when open then 1 end) as schools,
        count(case when open and locality = 'rural' then 1 end) as rural_schools,
        count(case when open and locality = 'rural' and small_school then 1 end) as rural_small_schools,
        sum(case when open then pupils end) as pupils,
        sum(case when open and locality = 'rural' then pupils end) as rural_pupils,
        count(case when open and returned then 1 end) as returned_schools,
        count(case when included then 1 end) as included_schools,
        count(case when included and school_kind = 'secondary' then 1 end) as included_secondary,
        count(case when included and school_kind = 'basic' then 1 end) as included_basic,
        count(case when included and locality = 'urban' then 1 end) as included_urban,
        count(case when included and locality = 'rural' then 1 end) as included_rural
    from schools
    group by campaign
)

select
    counted.campaign,
    municipalities.municipalities,
    counted.schools,
    counted.rural_schools,
    {{ safe_divide('counted.rural_schools', 'counted.schools') }} as rural_schools_share,
    counted.rural_small_schools,
    {{ safe_divide('counted.rural_small_schools', 'counted.rural_schools') }} as rural_small_schools_share,
    cast(counted.pupils as bigint) as pupils,
    cast(counted.rural_pupils as bigint) as rural_pupils,
    {{ safe_divide('counted.rural_pupils', 'counted.pupils') }} as rural_pupils_share,
    counted.returned_schools,
    counted.included_schools,
    counted.included_secondary,
    counted.included_basic,
    counted.included_urban,
    counted.included_rural
from counted
inner join municipalities on counted.campaign = municipalities.campaign
