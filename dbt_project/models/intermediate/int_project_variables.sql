{{ config(materialized='table') }}

with campaigns as (
    select * from {{ ref('int_campaigns') }}
    where wave = 'final'
),

schools as (
    select * from {{ ref('schools') }}
    where included
),

variables as (
    select * from {{ ref('variables') }}
    where asked_of = 'included'
),

answers as (select * from {{ ref('stg_answers') }}),

reasons as (select * from {{ ref('missing_reasons') }}),

-- at the final wave every school of the project is asked, whether its row came or not
grid as (
    select
        schools.campaign,
        schools.school_code,
        schools.municipality_code,
        schools.open,
        variables.variable,
        variables.part
    from schools
    inner join campaigns on schools.campaign = campaigns.campaign
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
        answers.number,
        answers.text,
        case
            when not grid.open then 'closed'
            when answers.state is null then 'not_returned'
            when answers.state = 'answered' then null
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
    coalesce(reasons.status, 'value') as status,
    found.missing_reason
from found
left join reasons on found.missing_reason = reasons.reason
