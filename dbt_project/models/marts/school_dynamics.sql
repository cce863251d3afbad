with campaigns as (
    select * from {{ ref('int_campaigns') }}
    where wave = 'final' and entry_campaign is not null
),

schools as (
    select * from {{ ref('schools') }}
    where included
),

indicators as (select * from {{ ref('indicators') }}),

school_indicators as (select * from {{ ref('school_indicators') }}),

compared as (
    select
        schools.campaign,
        campaigns.entry_campaign,
        schools.school_code,
        schools.municipality_code,
        schools.entry_cluster as cluster,
        indicators.indicator,
        indicators.better,
        entry.value as entry_value,
        coalesce(entry.status, 'unknown') as entry_status,
        final.value as final_value,
        coalesce(final.status, 'unknown') as final_status,
        final.value - entry.value as difference,
        -- equal as printed
        {{ round_half_up('final.value', 'indicators.extreme_decimals') }}
        = {{ round_half_up('entry.value', 'indicators.extreme_decimals') }} as printed_alike
    from schools
    inner join campaigns on schools.campaign = campaigns.campaign
    cross join indicators
    left join school_indicators as entry
        on
            campaigns.entry_campaign = entry.campaign
            and schools.school_code = entry.school_code
            and indicators.indicator = entry.indicator
    left join school_indicators as final
        on
            schools.campaign = final.campaign
            and schools.school_code = final.school_code
            and indicators.indicator = final.indicator
)

select
    campaign,
    entry_campaign,
    school_code,
    municipality_code,
    cluster,
    indicator,
    entry_value,
    entry_status,
    final_value,
    final_status,
    difference,
    case
        when difference is null then 'not_comparable'
        when printed_alike then 'unchanged'
        when better is null then 'changed'
        when (difference > 0) = (better = 'higher') then 'better'
        else 'worse'
    end as outcome
from compared
