{{ config(materialized='view') }}

with answers as (select * from {{ ref('stg_answers') }}),

measure_variables as (select * from {{ ref('measure_variables') }}),

-- what the checks said of a cell: a value in doubt, set aside or read with a warning
rules as (
    select
        campaign,
        file,
        sheet,
        cell,
        string_agg(distinct rule, ', ' order by rule) as rules
    from {{ source('intake', 'answers_set_aside') }}
    where cell is not null
    group by campaign, file, sheet, cell
),

-- how the cell was read where it was not read as it stands
repairs as (
    select
        campaign,
        file,
        sheet,
        cell,
        string_agg(rule, ', ' order by rule) as repair
    from {{ source('intake', 'answers_repairs') }}
    where variable is not null
    group by campaign, file, sheet, cell
)

select
    answers.campaign,
    answers.school_code,
    measure_variables.measure as indicator,
    measure_variables.part,
    measure_variables.variable,
    measure_variables.combine,
    measure_variables.counts_when,
    answers.number,
    answers.state,
    answers.raw_text,
    rules.rules,
    repairs.repair,
    answers.file,
    answers.file_sha256,
    answers.sheet,
    answers.cell
from answers
inner join measure_variables on answers.variable = measure_variables.variable
left join rules
    on
        answers.campaign = rules.campaign
        and answers.file = rules.file
        and answers.sheet = rules.sheet
        and answers.cell = rules.cell
left join repairs
    on
        answers.campaign = repairs.campaign
        and answers.file = repairs.file
        and answers.sheet = repairs.sheet
        and answers.cell = repairs.cell
