with schools as (
    select * from {{ ref('schools') }}
    where open or included
),

-- every group that statistics are made of, with its schools; a school stays on the list of its year
groups as (
    {%- for kind, code, condition in [
        ('region', "'region'", 'open'),
        ('included', "'included'", 'included'),
        ('municipality', 'municipality_code', 'open'),
        ('cluster', 'entry_cluster', 'entry_cluster is not null'),
        ('school_kind', 'school_kind', 'open'),
        ('locality', 'locality', 'open'),
    ] %}
    select
        campaign,
        school_code,
        '{{ kind }}' as group_kind,
        {{ code }} as group_code
    from schools
    where {{ condition }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

school_indicators as (select * from {{ ref('school_indicators') }}),

catalogue as (select * from {{ ref('indicators') }}),

measures as (select * from {{ ref('exam_measures') }}),

-- what is not applicable enters as zero where the catalogue says so; what is unknown never enters
asked as (
    select
        groups.campaign,
        groups.group_kind,
        groups.group_code,
        groups.school_code,
        school_indicators.indicator,
        school_indicators.status,
        school_indicators.numerator,
        school_indicators.denominator,
        school_indicators.participants,
        school_indicators.value,
        catalogue.unit,
        catalogue.extreme_decimals,
        coalesce(measures.kind = 'score_ratio', false) as is_ratio,
        {{ entering('school_indicators', 'catalogue') }} as entering_alone
    from groups
    inner join school_indicators
        on
            groups.campaign = school_indicators.campaign
            and groups.school_code = school_indicators.school_code
    inner join catalogue on school_indicators.indicator = catalogue.indicator
    left join measures on school_indicators.indicator = measures.measure
),

-- those zeros stand beside values: where of all whom it is asked of nobody's value is known, they are none
entered as (
    select
        *,
        case
            when
                bool_or(status = 'value') over same_group
                or not bool_or(status = 'unknown') over same_group
                then entering_alone
        end as entering
    from asked
    window same_group as (partition by campaign, group_kind, group_code, indicator)
),

minima as (
    select
        campaign,
        group_kind,
        group_code,
        indicator,
        min(entering) as minimum
    from entered
    group by campaign, group_kind, group_code, indicator
),

summed as (
    select
        entered.campaign,
        entered.group_kind,
        entered.group_code,
        entered.indicator,
        entered.unit,
        entered.is_ratio,
        count(entered.school_code) as schools,
        count(case when entered.status = 'value' then 1 end) as answered,
        count(case when entered.status = 'unknown' then 1 end) as unknown,
        count(case when entered.status = 'not_applicable' then 1 end) as not_applicable,
        {{ sum_in_any_order('entered.entering') }} / nullif(count(entered.entering), 0) as mean,
        {{ sum_in_any_order('entered.value') }} / nullif(count(entered.value), 0) as mean_applicable,
        median(entered.entering) as median,
        max(entered.entering) as maximum,
        min(entered.entering) as minimum,
        count(case when entered.entering > 0 then 1 end) as schools_above_zero,
        -- at the minimum: equal as printed
        count(
            case
                when
                    {{ round_half_up('entered.entering', 'entered.extreme_decimals') }}
                    = {{ round_half_up('minima.minimum', 'entered.extreme_decimals') }}
                    then 1
            end
        ) as schools_at_minimum,
        count(case when entered.entering <= 1 then 1 end) as schools_at_most_one,
        count(case when entered.unit = 'yes_no' and entered.entering = 1 then 1 end) as schools_with_yes,
        {{ sum_in_any_order("case when entered.status = 'value' then entered.numerator end") }}
            as numerator_sum,
        {{ sum_in_any_order("case when entered.status = 'value' then entered.denominator end") }}
            as denominator_sum,
        {{ sum_in_any_order('entered.value * entered.participants') }} as participants_value_sum,
        sum(case when entered.status = 'value' then entered.participants end) as participants_sum
    from entered
    inner join minima
        on
            entered.campaign = minima.campaign
            and entered.group_kind = minima.group_kind
            and entered.group_code = minima.group_code
            and entered.indicator = minima.indicator
    group by
        entered.campaign, entered.group_kind, entered.group_code, entered.indicator,
        entered.unit, entered.is_ratio
)

-- pooled: a ratio over participants, a share as sum over sum, a count or a yes/no as its total
select
    campaign,
    group_kind,
    group_code,
    indicator,
    schools,
    answered,
    unknown,
    not_applicable,
    mean,
    mean_applicable,
    case
        when is_ratio then {{ safe_divide('participants_value_sum', 'participants_sum') }}
        when denominator_sum is not null then {{ safe_divide('numerator_sum', 'denominator_sum') }}
        else numerator_sum
    end as pooled,
    median,
    maximum,
    minimum,
    schools_above_zero,
    schools_at_minimum,
    schools_at_most_one,
    case when unit = 'yes_no' then schools_with_yes end as schools_with_yes,
    case when not is_ratio then numerator_sum end as total
from summed
