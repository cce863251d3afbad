with cells as (
    select * from {{ ref('int_project_variables') }}
    where part = 'programmes'
),

programmes as (
    select
        campaign,
        school_code,
        municipality_code,
        max(case when variable = 'programme_order' then text end) as order_no,
        max(case when variable = 'programme_order_date' then text end) as order_date,
        max(case when variable = 'assessment_entry' then text end) as assessment_entry,
        max(case when variable = 'assessment_final' then text end) as assessment_final,
        {%- for variable in [
            'programme_years', 'activities_planned', 'activities_done', 'own_monitorings', 'association_staff'
        ] %}
        max(case when variable = '{{ variable }}' then number end) as {{ variable }},
        {%- endfor %}
        max(case when variable = 'individual_routes' then number end) = 1 as individual_routes
    from cells
    group by campaign, school_code, municipality_code
),

staff as (
    select * from {{ ref('int_school_variables') }}
    where variable = 'staff'
),

-- over all indicators of the school
dynamics as (
    select * from {{ ref('dynamics') }}
    where group_kind = 'school' and indicator is null
)

select
    programmes.campaign,
    programmes.school_code,
    programmes.municipality_code,
    programmes.order_no,
    cast(programmes.order_date as date) as order_date,
    cast(programmes.programme_years as integer) as years,
    cast(programmes.activities_planned as integer) as activities_planned,
    cast(programmes.activities_done as integer) as activities_done,
    programmes.assessment_entry,
    programmes.assessment_final,
    cast(programmes.own_monitorings as integer) as own_monitorings,
    cast(programmes.association_staff as integer) as association_staff,
    cast(staff.number as integer) as staff,
    programmes.individual_routes,
    dynamics.compared as indicators_compared,
    dynamics.better as indicators_improved,
    dynamics.improved_share
from programmes
left join staff
    on
        programmes.campaign = staff.campaign
        and programmes.school_code = staff.school_code
left join dynamics
    on
        programmes.campaign = dynamics.campaign
        and programmes.school_code = dynamics.group_code
