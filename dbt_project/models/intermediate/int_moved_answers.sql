with answers as (select * from {{ ref('stg_answers') }}),

variables as (
    select
        variable,
        coalesce(maximum, cast('infinity' as double)) as maximum
    from {{ ref('variables') }}
),

terms as (
    {%- for side in ['lesser', 'greater'] %}
    select
        rule,
        from_campaign,
        '{{ side }}' as side,
        unnest(string_split({{ side }}, '+')) as term
    from {{ ref('rules') }}
    where severity = 'error' and {{ side }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- a comparison that fails sets aside every answer that it compares
comparisons as (
    select
        rule,
        from_campaign,
        side,
        split_part(term, '*', -1) as variable,
        -- 18*staff: of a term without a factor the first part is the variable
        coalesce(try_cast(split_part(term, '*', 1) as integer), 1) as times
    from terms
),

compared as (
    select
        one.variable,
        other.variable as other_variable,
        one.rule,
        one.side,
        one.times,
        other.side as other_side,
        other.times as other_times,
        count(*) over (partition by one.rule, one.variable) as others,
        one.from_campaign
    from comparisons as one
    inner join comparisons as other
        on
            one.rule = other.rule
            and one.variable <> other.variable
),

-- an answer does not stand above what the others leave it; where one says no number, nothing is compared
limits as (
    select
        answers.campaign,
        answers.school_code,
        compared.variable,
        compared.rule,
        compared.others,
        count(case when answers.state in ('answered', 'not_applicable') then 1 end) as known,
        sum(
            case compared.other_side when 'greater' then 1 else -1 end
            * compared.other_times * coalesce(answers.number, 0)
        ) / compared.times as most
    from compared
    inner join answers
        on
            compared.other_variable = answers.variable
            and compared.from_campaign <= answers.campaign
    where compared.side = 'lesser'
    group by
        answers.campaign,
        answers.school_code,
        compared.variable,
        compared.rule,
        compared.others,
        compared.times
),

most as (
    select
        campaign,
        school_code,
        variable,
        min(most) as most
    from limits
    where known = others
    group by campaign, school_code, variable
)

select
    answers.campaign,
    answers.school_code,
    answers.variable,
    answers.file,
    answers.sheet,
    answers.cell,
    answers.variable as moved_variable,
    answers.file as moved_file,
    answers.sheet as moved_sheet,
    answers.cell as moved_cell,
    least(variables.maximum, most.most) as most
from answers
inner join variables on answers.variable = variables.variable
left join most
    on
        answers.campaign = most.campaign
        and answers.school_code = most.school_code
        and answers.variable = most.variable
union all
-- an answer goes with its own number, and comes back with one that is not known now
select distinct
    answers.campaign,
    answers.school_code,
    answers.variable,
    answers.file,
    answers.sheet,
    answers.cell,
    other.variable as moved_variable,
    other.file as moved_file,
    other.sheet as moved_sheet,
    other.cell as moved_cell,
    case other.state when 'answered' then other.number else variables.maximum end as most
from answers
inner join compared
    on
        answers.variable = compared.variable
        and answers.campaign >= compared.from_campaign
inner join answers as other
    on
        answers.campaign = other.campaign
        and answers.school_code = other.school_code
        and compared.other_variable = other.variable
inner join variables on other.variable = variables.variable
where other.state in ('answered', 'set_aside')
