with campaigns as (select * from {{ ref('int_campaigns') }}),

rules as (select * from {{ ref('finding_rules') }}),

catalogue as (select * from {{ ref('indicators') }}),

measures as (select * from {{ ref('exam_measures') }}),

schools as (
    select * from {{ ref('schools') }}
    where included
),

school_indicators as (select * from {{ ref('school_indicators') }}),

statistics as (select * from {{ ref('indicator_statistics') }}),

-- a version of the rules is the whole set of rows of one valid_from; the latest by the campaign is in force
in_force as (
    select
        campaigns.campaign,
        max(rules.valid_from) as valid_from
    from campaigns
    inner join rules on campaigns.campaign >= rules.valid_from
    group by campaigns.campaign
),

-- the region: one for a score ratio, sum over sum for a share, the mean per school for a count
region as (
    select
        statistics.campaign,
        statistics.indicator,
        case
            when measures.kind = 'score_ratio' then 1
            when catalogue.denominator is not null then statistics.pooled
            else statistics.mean
        end as value
    from statistics
    inner join catalogue on statistics.indicator = catalogue.indicator
    left join measures on statistics.indicator = measures.measure
    where statistics.group_kind = 'region'
),

-- every school enters as it does in Table 1
entered as (
    select
        schools.campaign,
        school_indicators.indicator,
        catalogue.better,
        region.value as region_value,
        {{ entering('school_indicators', 'catalogue') }} as entering
    from schools
    inner join school_indicators
        on
            schools.campaign = school_indicators.campaign
            and schools.school_code = school_indicators.school_code
    inner join catalogue on school_indicators.indicator = catalogue.indicator
    left join region
        on
            schools.campaign = region.campaign
            and school_indicators.indicator = region.indicator
),

of_indicators as (
    select
        campaign,
        indicator,
        {{ sum_in_any_order('entering') }} / nullif(count(entering), 0) as included_value,
        max(region_value) as region_value,
        count(
            case better
                when 'higher' then nullif(entering < region_value, false)
                when 'lower' then nullif(entering > region_value, false)
            end
        ) as schools_worse,
        count(case when better is not null and region_value is not null then entering end) as schools_compared
    from entered
    group by campaign, indicator
),

repaired as (
    select distinct
        campaign,
        entity as school_code,
        variable
    from {{ ref('stg_repairs') }}
    where source = 'answers' and variable is not null
),

-- of a hundred cells asked: repaired, set aside, or not to be read without doubt
cells as (
    select
        asked.campaign,
        100 * {{ safe_divide(
            "count(case when schools.included_by is not null and (asked.missing_reason in ('set_aside', 'in_doubt') or repaired.variable is not null) then 1 end)",
            'count(schools.school_code)'
        ) }} as included_value,
        100 * {{ safe_divide(
            "count(case when asked.missing_reason in ('set_aside', 'in_doubt') or repaired.variable is not null then 1 end)", 'count(*)'
        ) }} as region_value
    from {{ ref('int_school_variables') }} as asked
    left join schools
        on
            asked.campaign = schools.campaign
            and asked.school_code = schools.school_code
    left join repaired
        on
            asked.campaign = repaired.campaign
            and asked.school_code = repaired.school_code
            and asked.variable = repaired.variable
    where asked.open
    group by asked.campaign
),

compared as (
    select
        in_force.campaign,
        rules.no,
        rules.test,
        rules.indicator,
        coalesce(catalogue.name_ru, rules.name_ru) as indicator_ru,
        rules.comparison,
        coalesce(of_indicators.included_value, cells.included_value) as included_value,
        coalesce(of_indicators.region_value, cells.region_value) as region_value,
        {{ safe_divide('of_indicators.schools_worse', 'of_indicators.schools_compared') }} as schools_share,
        rules.threshold
    from in_force
    inner join rules on in_force.valid_from = rules.valid_from
    left join catalogue on rules.indicator = catalogue.indicator
    left join of_indicators
        on
            in_force.campaign = of_indicators.campaign
            and rules.indicator = of_indicators.indicator
    left join cells
        on
            rules.indicator = 'cells_set_aside'
            and in_force.campaign = cells.campaign
)

select
    campaign,
    no,
    test,
    indicator,
    indicator_ru,
    comparison,
    included_value,
    region_value,
    schools_share,
    threshold,
    -- nothing against nothing says nothing of the schools
    case
        when comparison = 'majority_below_region' then schools_share > threshold
        when included_value = 0 and region_value = 0 then null
        when comparison = 'mean_below_region' then included_value < region_value
        when comparison = 'mean_above_region' then included_value > region_value
        when comparison = 'set_aside_above_region' then included_value > region_value
    end as holds
from compared
