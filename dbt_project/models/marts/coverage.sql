with municipalities as (select * from {{ ref('stg_registry_municipalities') }}),

schools as (
    select * from {{ ref('int_schools') }}
    where open
),

-- what every school is asked, and what the project's schools are asked besides
cells as (
    {%- for grid in ['int_school_variables', 'int_project_variables'] %}
    select
        campaign,
        municipality_code,
        variable,
        status,
        missing_reason
    from {{ ref(grid) }}
    where open
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

deliveries as (
    select
        campaign,
        municipality_code,
        state
    from {{ source('intake', 'answers_deliveries') }}
),

-- of several files of one municipality the one that was read speaks for it
delivered as (
    select
        campaign,
        municipality_code,
        max_by(state, case state when 'read' then 2 when 'missing' then 0 else 1 end) as delivery_state
    from deliveries
    where municipality_code is not null
    group by campaign, municipality_code
),

asked as (
    select
        campaign,
        municipality_code,
        count(school_code) as schools,
        count(case when returned then 1 end) as schools_returned
    from schools
    group by campaign, municipality_code
),

counted as (
    select
        campaign,
        municipality_code,
        count(variable) as cells_expected,
        count(case when status = 'value' then 1 end) as cells_answered,
        count(case when missing_reason = 'blank' then 1 end) as cells_blank,
        count(case when missing_reason = 'in_doubt' then 1 end) as cells_in_doubt,
        count(case when status = 'not_applicable' then 1 end) as cells_not_applicable,
        count(case when missing_reason = 'set_aside' then 1 end) as cells_set_aside,
        count(case when missing_reason = 'not_returned' then 1 end) as cells_not_returned
    from cells
    group by campaign, municipality_code
)

select
    municipalities.campaign,
    municipalities.municipality_code,
    municipalities.municipality_name,
    coalesce(delivered.delivery_state, 'missing') as delivery_state,
    coalesce(asked.schools, 0) as schools,
    coalesce(asked.schools_returned, 0) as schools_returned,
    coalesce(counted.cells_expected, 0) as cells_expected,
    coalesce(counted.cells_answered, 0) as cells_answered,
    coalesce(counted.cells_blank, 0) as cells_blank,
    coalesce(counted.cells_in_doubt, 0) as cells_in_doubt,
    coalesce(counted.cells_not_applicable, 0) as cells_not_applicable,
    coalesce(counted.cells_set_aside, 0) as cells_set_aside,
    coalesce(counted.cells_not_returned, 0) as cells_not_returned
from municipalities
left join delivered
    on
        municipalities.campaign = delivered.campaign
        and municipalities.municipality_code = delivered.municipality_code
left join asked
    on
        municipalities.campaign = asked.campaign
        and municipalities.municipality_code = asked.municipality_code
left join counted
    on
        municipalities.campaign = counted.campaign
        and municipalities.municipality_code = counted.municipality_code
