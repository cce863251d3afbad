{{ config(meta={'dagster': {'ref': {'name': 'fact_cells'}}}) }}
-- every figure of the running text comes out once more from the cells that are said to make it
with facts as (
    select * from {{ ref('report_facts') }}
    where value is not null and fact not in ('targets_total', 'targets_reached')
),

counted as (
    select
        campaign,
        edition,
        fact,
        part,
        statistic,
        row_no,
        case when role = 'counted' then number end as number,
        unnest(case
            when statistic = 'variables' then [case when number > 0 then variable end]
            when role = 'counted' and statistic = 'listed' then string_split(text, ',')
            when role = 'counted' then [text]
            else [null]
        end) as name
    from {{ ref('fact_cells') }}
    where counted
),

parts as (
    select
        campaign,
        edition,
        fact,
        part,
        case any_value(statistic)
            when 'rows' then count(distinct row_no)
            when 'total' then sum(number)
            when 'minimum' then min(number)
            when 'maximum' then max(number)
            else count(distinct trim(name))
        end as value
    from counted
    group by campaign, edition, fact, part
),

remade as (
    select
        campaign,
        edition,
        fact,
        max(case when part <> 'denominator' then value end)
        / coalesce(max(case when part = 'denominator' then value end), 1) as value
    from parts
    group by campaign, edition, fact
)

-- of what no row makes there are none
select
    facts.campaign,
    facts.edition,
    facts.fact,
    facts.value,
    remade.value as remade
from facts
left join remade
    on
        facts.campaign = remade.campaign
        and facts.edition = remade.edition
        and facts.fact = remade.fact
where facts.value is distinct from coalesce(remade.value, 0)
