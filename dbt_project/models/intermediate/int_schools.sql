{{ config(materialized='table') }}

with schools as (select * from {{ ref('stg_registry_schools') }}),

municipalities as (select * from {{ ref('stg_registry_municipalities') }}),

campaigns as (select * from {{ ref('int_campaigns') }}),

kinds as (select * from {{ ref('school_kinds') }}),

-- a school has answered where one of the rows that every school owes came
answering as (
    select distinct
        answers.campaign,
        answers.school_code
    from {{ ref('stg_answers') }} as answers
    inner join {{ ref('variables') }} as variables on answers.variable = variables.variable
    where variables.asked_of = 'school'
)

select
    schools.campaign,
    schools.school_code,
    schools.school_name,
    schools.municipality_code,
    municipalities.municipality_name,
    schools.school_kind,
    schools.locality,
    schools.small_school,
    schools.pupils,
    schools.valid_from,
    schools.valid_to,
    schools.successor_code,
    kinds.has_grade_9 = 'yes' as has_grade_9,
    kinds.has_grade_10_11 = 'yes' as has_grade_10_11,
    coalesce(schools.valid_from <= campaigns.first_day, true)
    and coalesce(schools.valid_to >= campaigns.first_day, true) as open,
    answering.school_code is not null as returned
from schools
inner join campaigns on schools.campaign = campaigns.campaign
left join municipalities
    on
        schools.campaign = municipalities.campaign
        and schools.municipality_code = municipalities.municipality_code
left join kinds on schools.school_kind = kinds.school_kind
left join answering
    on
        schools.campaign = answering.campaign
        and schools.school_code = answering.school_code
