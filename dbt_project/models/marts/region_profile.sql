with campaigns as (select * from {{ ref('int_campaigns') }}),

facts as (select * from {{ ref('region_defaults') }}),

told as (
    {{ institute_rows('region', 'region_profile', {
        'fact': ['region_fact', 'varchar'],
        'text_ru': ['region_text', 'varchar'],
    }) }}
),

-- a workbook holds until the next one comes
in_force as (
    select
        campaigns.campaign,
        max(told.campaign) as told_in
    from campaigns
    left join told on campaigns.campaign >= told.campaign
    group by campaigns.campaign
)

select
    in_force.campaign,
    facts.fact,
    coalesce(cast(told.row_no as integer), 0) as no,
    coalesce(told.text_ru, facts.otherwise_ru) as text_ru,
    told.text_ru is not null as stated
from in_force
cross join facts
left join told
    on
        in_force.told_in = told.campaign
        and facts.fact = told.fact
