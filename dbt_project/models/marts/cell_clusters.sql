with moved as (select * from {{ ref('int_moved_answers') }}),

answers as (select * from {{ ref('stg_answers') }}),

measure_variables as (select * from {{ ref('measure_variables') }}),

official as (
    select * from {{ ref('int_criteria') }}
    where official
),

judged as (select * from {{ ref('school_criteria') }}),

rule_sets as (select * from {{ ref('rule_sets') }}),

region as (select * from {{ ref('int_region_references') }}),

reached as (
    select distinct
        moved.campaign,
        moved.school_code,
        moved.variable,
        moved.file,
        moved.sheet,
        moved.cell,
        official.rule_set,
        official.criterion,
        official.measure,
        official.reference,
        official.factor
    from moved
    inner join measure_variables on moved.moved_variable = measure_variables.variable
    inner join official
        on
            moved.campaign = official.campaign
            and measure_variables.measure = official.measure
),

cells as (
    select
        campaign,
        school_code,
        variable,
        file,
        sheet,
        cell,
        string_agg(criterion, ', ' order by criterion) as criteria
    from reached
    group by campaign, school_code, variable, file, sheet, cell
),

-- the most that the school's two counts can come to, the least being nothing
at_most as (
    select
        reached.campaign,
        reached.school_code,
        reached.variable,
        reached.rule_set,
        reached.criterion,
        reached.factor,
        sum(
            case measure_variables.part when 'numerator' then coalesce(moved.most, answers.number, 0) end
        ) as numerator,
        sum(
            case measure_variables.part when 'denominator' then coalesce(moved.most, answers.number, 0) end
        ) as denominator
    from reached
    inner join measure_variables on reached.measure = measure_variables.measure
    left join moved
        on
            reached.campaign = moved.campaign
            and reached.school_code = moved.school_code
            and reached.variable = moved.variable
            and measure_variables.variable = moved.moved_variable
    left join answers
        on
            reached.campaign = answers.campaign
            and reached.school_code = answers.school_code
            and measure_variables.variable = answers.variable
    where reached.reference = 'region_pooled'
    group by
        reached.campaign, reached.school_code, reached.variable,
        reached.rule_set, reached.criterion, reached.factor
),

others as (
    select
        at_most.campaign,
        at_most.school_code,
        at_most.variable,
        at_most.rule_set,
        at_most.criterion,
        at_most.factor,
        at_most.numerator,
        at_most.denominator,
        region.numerator - case when own.applies then own.numerator else 0 end as numerator_of_others,
        region.denominator - case when own.applies then own.denominator else 0 end as denominator_of_others
    from at_most
    inner join region
        on
            at_most.campaign = region.campaign
            and at_most.rule_set = region.rule_set
            and at_most.criterion = region.criterion
    inner join judged as own
        on
            at_most.campaign = own.campaign
            and at_most.rule_set = own.rule_set
            and at_most.criterion = own.criterion
            and at_most.school_code = own.school_code
),

-- between which bounds the threshold stays, widened by what a quotient of doubles may be off
thresholds as (
    select
        campaign,
        school_code,
        variable,
        rule_set,
        criterion,
        cast(factor as double) * (1 - 1e-9)
        * {{ safe_divide('numerator_of_others', '(denominator_of_others + denominator)') }} as least,
        cast(factor as double) * (1 + 1e-9)
        * {{ safe_divide('(numerator_of_others + numerator)', 'denominator_of_others') }} as most
    from others
),

-- what may be judged otherwise: of the cell's school all that it reaches, of others what a threshold may pass
turning as (
    select
        reached.campaign,
        reached.school_code,
        reached.variable,
        reached.rule_set,
        judged.school_code as turned_school,
        judged.dimension,
        judged.applies,
        coalesce(judged.met, false) as met
    from reached
    inner join judged
        on
            reached.campaign = judged.campaign
            and reached.rule_set = judged.rule_set
            and reached.criterion = judged.criterion
            and reached.school_code = judged.school_code
    union all
    select
        thresholds.campaign,
        thresholds.school_code,
        thresholds.variable,
        thresholds.rule_set,
        judged.school_code as turned_school,
        judged.dimension,
        judged.applies,
        judged.met
    from thresholds
    inner join judged
        on
            thresholds.campaign = judged.campaign
            and thresholds.rule_set = judged.rule_set
            and thresholds.criterion = judged.criterion
            and thresholds.school_code <> judged.school_code
            and judged.value between thresholds.least and thresholds.most
    where judged.applies
),

unsettled as (
    select
        campaign,
        school_code,
        variable,
        rule_set,
        turned_school,
        dimension,
        count(*) as criteria,
        count(case when applies then 1 end) as applying,
        count(case when met then 1 end) as met
    from turning
    group by campaign, school_code, variable, rule_set, turned_school, dimension
),

dimensions as (
    select
        campaign,
        rule_set,
        school_code,
        dimension,
        count(case when applies then 1 end) as applying,
        count(case when met then 1 end) as met
    from judged
    group by campaign, rule_set, school_code, dimension
),

touched as (
    select distinct
        campaign,
        school_code,
        variable,
        rule_set,
        turned_school
    from turning
),

-- what stays as it is whatever the cell says
fixed as (
    select
        touched.campaign,
        touched.school_code,
        touched.variable,
        touched.rule_set,
        touched.turned_school,
        dimensions.dimension,
        coalesce(unsettled.criteria, 0) as unsettled,
        dimensions.applying - coalesce(unsettled.applying, 0) as applying,
        dimensions.met - coalesce(unsettled.met, 0) as met
    from touched
    inner join dimensions
        on
            touched.campaign = dimensions.campaign
            and touched.rule_set = dimensions.rule_set
            and touched.turned_school = dimensions.school_code
    left join unsettled
        on
            touched.campaign = unsettled.campaign
            and touched.school_code = unsettled.school_code
            and touched.variable = unsettled.variable
            and touched.turned_school = unsettled.turned_school
            and dimensions.dimension = unsettled.dimension
),

-- an unsettled criterion may come to be met, not met or not to apply: for a dimension all met is the best,
-- none met the worst, and too few that apply are as bad
ends as (
    select
        fixed.campaign,
        fixed.school_code,
        fixed.variable,
        fixed.turned_school,
        (
            fixed.applying + fixed.unsettled >= rule_sets.minimum_applying
            and fixed.met + fixed.unsettled >= rule_sets.minimum_met
            and fixed.met + fixed.unsettled >= rule_sets.minimum_share * (fixed.applying + fixed.unsettled)
        ) as can_be,
        (
            fixed.applying < rule_sets.minimum_applying
            or fixed.met < rule_sets.minimum_met
            or fixed.met < rule_sets.minimum_share * (fixed.applying + fixed.unsettled)
        ) as can_fail
    from fixed
    inner join rule_sets on fixed.rule_set = rule_sets.rule_set
),

-- of the list is who is in either dimension
turned as (
    select
        campaign,
        school_code,
        variable,
        turned_school,
        bool_or(can_be) and bool_and(can_fail) as may_enter_or_leave
    from ends
    group by campaign, school_code, variable, turned_school
    having bool_or(can_be and can_fail)
)

select
    cells.campaign,
    cells.criteria as through,
    turned.turned_school,
    turned.may_enter_or_leave,
    cells.school_code,
    cells.variable,
    cells.file,
    cells.sheet,
    cells.cell
from turned
inner join cells
    on
        turned.campaign = cells.campaign
        and turned.school_code = cells.school_code
        and turned.variable = cells.variable
