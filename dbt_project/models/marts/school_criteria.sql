with criterion_values as (select * from {{ ref('int_criterion_values') }}),

criteria as (select * from {{ ref('int_criteria') }}),

region as (select * from {{ ref('int_region_references') }}),

-- an absolute reference is one over one, so that both kinds are compared by the same products
referred as (
    select
        criterion_values.campaign,
        criterion_values.rule_set,
        criterion_values.school_code,
        criteria.dimension,
        criterion_values.criterion,
        criterion_values.exam_year,
        criterion_values.numerator,
        criterion_values.denominator,
        criterion_values.participants,
        criterion_values.status,
        criterion_values.missing_reason,
        criteria.operator,
        criteria.factor,
        criteria.least_participants,
        case criteria.reference when 'absolute' then 1 else region.numerator end as reference_numerator,
        case criteria.reference when 'absolute' then 1 else region.denominator end as reference_denominator
    from criterion_values
    inner join criteria
        on
            criterion_values.campaign = criteria.campaign
            and criterion_values.rule_set = criteria.rule_set
            and criterion_values.criterion = criteria.criterion
    left join region
        on
            criterion_values.campaign = region.campaign
            and criterion_values.rule_set = region.rule_set
            and criterion_values.criterion = region.criterion
            and criterion_values.exam_year is not distinct from region.exam_year
),

-- numerator / denominator against factor * reference, as products: no quotient is rounded on the way
products as (
    select
        campaign,
        rule_set,
        school_code,
        dimension,
        criterion,
        exam_year,
        numerator,
        denominator,
        participants,
        missing_reason,
        operator,
        cast(factor as double)
        * {{ safe_divide('reference_numerator', 'reference_denominator') }} as threshold,
        status = 'value' and coalesce(participants >= least_participants, true) as applies,
        {{ exact_sum('numerator') }} * {{ exact_count('reference_denominator') }} as observed,
        factor * {{ exact_count('reference_numerator') }}
        * {{ exact_count('coalesce(denominator, 1)') }} as limit_value
    from referred
)

select
    campaign,
    rule_set,
    school_code,
    dimension,
    criterion,
    cast(exam_year as integer) as exam_year,
    numerator,
    denominator,
    {{ safe_divide('numerator', 'coalesce(denominator, 1)') }} as value,
    threshold,
    participants,
    applies,
    case
        when not applies then null
        when operator = 'below' then observed < limit_value
        when operator = 'above' then observed > limit_value
        when operator = 'at_least' then observed >= limit_value
        when operator = 'is_yes' then numerator = 1
    end as met,
    case
        when not applies then coalesce(missing_reason, 'too_few_participants')
    end as reason
from products
