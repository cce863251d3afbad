with editions as (select * from {{ ref('report_editions') }}),

plans as (select * from {{ ref('target_plans') }}),

catalogue as (select * from {{ ref('facts') }}),

facts as (select * from {{ ref('int_facts') }}),

-- a version of the plans is the whole set of rows of one valid_from; the latest by the campaign is in force
in_force as (
    select
        editions.campaign,
        editions.edition,
        max(plans.valid_from) as valid_from
    from editions
    inner join plans on editions.campaign >= plans.valid_from
    group by editions.campaign, editions.edition
),

compared as (
    select
        in_force.campaign,
        in_force.edition,
        plans.no,
        plans.task_no,
        plans.task_ru,
        plans.target_ru,
        catalogue.unit,
        plans.plan,
        plans.fact,
        facts.value as fact_value,
        catalogue.counted_from_ru
    from in_force
    inner join plans on in_force.valid_from = plans.valid_from
    left join catalogue on plans.fact = catalogue.fact
    left join facts
        on
            in_force.campaign = facts.campaign
            and in_force.edition = facts.edition
            and plans.fact = facts.fact
)

select
    campaign,
    edition,
    no,
    task_no,
    task_ru,
    target_ru,
    unit,
    plan,
    fact,
    fact_value,
    case
        when fact_value is null then 'no_data'
        when fact_value >= plan then 'reached'
        else 'not_reached'
    end as state,
    counted_from_ru
from compared
