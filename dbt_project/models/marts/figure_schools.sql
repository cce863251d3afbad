{{ config(materialized='view') }}

with figures as (select * from {{ ref('figures') }}),

campaigns as (select * from {{ ref('int_campaigns') }}),

schools as (
    select * from {{ ref('schools') }}
    where open or included
),

school_indicators as (select * from {{ ref('school_indicators') }}),

catalogue as (select * from {{ ref('indicators') }}),

statistics as (
    select * from {{ ref('indicator_statistics') }}
    where group_kind = 'included'
),

-- the list of the year is the work of its entry wave's criteria, under the rule set in force then
lists as (
    select
        campaigns.campaign,
        entry.campaign as list_campaign,
        entry.official_rule_set as rule_set
    from campaigns
    left join campaigns as entry on campaigns.entry_campaign = entry.campaign
),

-- Table 1 speaks of the included schools; a total is of numerators, every other statistic of values
of_indicators as (
    select
        figures.campaign,
        figures.figure,
        figures.statistic,
        figures.indicator,
        schools.school_code,
        schools.entry_cluster as cluster,
        school_indicators.value,
        school_indicators.numerator,
        school_indicators.denominator,
        school_indicators.participants,
        school_indicators.status,
        school_indicators.missing_reason,
        statistics.maximum,
        statistics.minimum,
        catalogue.extreme_decimals,
        case
            when figures.statistic <> 'total' then {{ entering('school_indicators', 'catalogue') }}
            when school_indicators.status = 'value' then school_indicators.numerator
        end as entering
    from figures
    inner join schools
        on
            figures.campaign = schools.campaign
            and schools.included
    inner join school_indicators
        on
            schools.campaign = school_indicators.campaign
            and schools.school_code = school_indicators.school_code
            and figures.indicator = school_indicators.indicator
    inner join catalogue on figures.indicator = catalogue.indicator
    inner join statistics
        on
            figures.campaign = statistics.campaign
            and figures.indicator = statistics.indicator
),

-- Table 5 asks every school of the municipality, the total those of the region
of_clusters as (
    select
        figures.campaign,
        figures.figure,
        figures.statistic,
        schools.school_code,
        schools.entry_cluster as cluster,
        schools.included
        and figures.table_column in ('included', schools.entry_cluster) as counted
    from figures
    inner join schools
        on
            figures.campaign = schools.campaign
            and schools.municipality_code = coalesce(figures.municipality_code, schools.municipality_code)
    where figures.table_name = 'table_5'
),

-- a mean and a total are made by all that enter, an extreme by those who have it, a count by those counted
asked as (
    select
        campaign,
        figure,
        statistic,
        indicator,
        school_code,
        cluster,
        value,
        numerator,
        denominator,
        participants,
        status,
        missing_reason,
        entering,
        case statistic
            when 'maximum' then entering = maximum
            when 'minimum' then entering = minimum
            when 'schools_above_zero' then entering > 0
            when 'schools_at_minimum'
                then
                    {{ round_half_up('entering', 'extreme_decimals') }}
                    = {{ round_half_up('minimum', 'extreme_decimals') }}
            when 'schools_at_most_one' then entering <= 1
            when 'schools_with_yes' then entering = 1
            else entering is not null
        end as counted
    from of_indicators
    union all
    select
        campaign,
        figure,
        statistic,
        cast(null as varchar) as indicator,
        school_code,
        cluster,
        cast(null as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        cast(null as bigint) as participants,
        cast(null as varchar) as status,
        cast(null as varchar) as missing_reason,
        cast(coalesce(counted, false) as integer) as entering,
        counted
    from of_clusters
)

select
    asked.campaign,
    asked.figure,
    asked.statistic,
    asked.indicator,
    asked.school_code,
    asked.value,
    asked.numerator,
    asked.denominator,
    asked.participants,
    asked.status,
    asked.missing_reason,
    case
        when asked.entering is null then 'left_out'
        when asked.status = 'not_applicable' then 'zero'
        else 'value'
    end as enters,
    asked.entering,
    coalesce(asked.counted, false) as counted,
    asked.cluster,
    schools.included_by,
    schools.decision_ru,
    lists.list_campaign,
    lists.rule_set
from asked
inner join lists on asked.campaign = lists.campaign
inner join schools
    on
        asked.campaign = schools.campaign
        and asked.school_code = schools.school_code
