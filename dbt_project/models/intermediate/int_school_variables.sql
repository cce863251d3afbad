{{ config(materialized='table') }}

with schools as (select * from {{ ref('int_schools') }}),

variables as (
    select * from {{ ref('variables') }}
    where asked_of = 'school'
),

answers as (select * from {{ ref('stg_answers') }}),

reasons as (select * from {{ ref('missing_reasons') }}),

-- every school of the registry is asked for every variable, whether its row came or not
grid as (
    select
        schools.campaign,
        schools.school_code,
        schools.municipality_code,
        schools.open,
        variables.variable,
        variables.part,
        (variables.grades = '9' and not schools.has_grade_9)
        or (variables.grades in ('11', '10-11') and not schools.has_grade_10_11) as grade_absent
    from schools
    cross join variables
),

found as (
    select
        grid.campaign,
        grid.school_code,
        grid.municipality_code,
        grid.open,
        grid.variable,
        grid.part,
        answers.state,
        answers.number,
        answers.text,
        case
            when not grid.open then 'closed'
            when answers.state is null then 'not_returned'
            when answers.state = 'answered' then null
            when answers.state = 'blank' and grid.grade_absent then 'no_such_grade'
            else answers.state
        end as missing_reason
    from grid
    left join answers
        on
            grid.campaign = answers.campaign
            and grid.school_code = answers.school_code
            and grid.variable = answers.variable
)

select
    found.campaign,
    found.school_code,
    found.municipality_code,
    found.open,
    found.variable,
    found.part,
    case when found.missing_reason is null then found.number end as number,
    case when found.missing_reason is null then found.text end as text,
    case when found.missing_reason is null then 'value' else reasons.status end as status,
    found.missing_reason,
    found.state
from found
left join reasons on found.missing_reason = reasons.reason
