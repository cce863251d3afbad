with delegations as (
    {{ institute_rows('events', 'delegations', {
        'event_no': ['delegation_event', 'integer'],
        'municipality_code': ['delegation_municipality', 'varchar'],
    }) }}
),

municipalities as (select * from {{ ref('stg_registry_municipalities') }})

-- staff of a municipality may be named for an event more than once
select distinct
    delegations.campaign,
    delegations.event_no,
    delegations.municipality_code,
    municipalities.municipality_name
from delegations
left join municipalities
    on
        delegations.campaign = municipalities.campaign
        and delegations.municipality_code = municipalities.municipality_code
