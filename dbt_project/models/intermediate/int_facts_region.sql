{%- set facts = [
    'schools', 'rural_schools', 'rural_schools_share', 'rural_small_schools', 'rural_small_schools_share',
    'rural_pupils_share', 'returned_schools', 'surveyed_share', 'municipalities', 'included_schools',
    'low_results_schools', 'adverse_conditions_schools', 'both_schools', 'included_secondary', 'included_basic',
    'included_urban', 'included_rural', 'entry_schools', 'entry_returned_schools', 'entry_surveyed_share'
] %}
with editions as (select * from {{ ref('report_editions') }}),

campaigns as (select * from {{ ref('int_campaigns') }}),

region as (select * from {{ ref('region_facts') }}),

clusters as (
    select
        campaign,
        sum(low_results) as low_results_schools,
        sum(adverse_conditions) as adverse_conditions_schools,
        sum("both") as both_schools
    from {{ ref('municipality_clusters') }}
    group by campaign
),

counted as (
    select
        editions.campaign,
        editions.edition,
        region.schools,
        region.rural_schools,
        region.rural_schools_share,
        region.rural_small_schools,
        region.rural_small_schools_share,
        region.rural_pupils_share,
        region.returned_schools,
        {{ safe_divide('region.returned_schools', 'region.schools') }} as surveyed_share,
        region.municipalities,
        region.included_schools,
        clusters.low_results_schools,
        clusters.adverse_conditions_schools,
        clusters.both_schools,
        region.included_secondary,
        region.included_basic,
        region.included_urban,
        region.included_rural,
        entry_region.schools as entry_schools,
        entry_region.returned_schools as entry_returned_schools,
        {{ safe_divide('entry_region.returned_schools', 'entry_region.schools') }} as entry_surveyed_share
    from editions
    left join region on editions.wave_campaign = region.campaign
    left join campaigns on editions.campaign = campaigns.campaign
    -- whatever the edition, the list was made from the entry wave
    left join region as entry_region on campaigns.entry_campaign = entry_region.campaign
    left join clusters on editions.wave_campaign = clusters.campaign
)

{{ facts_of('counted', facts) }}
