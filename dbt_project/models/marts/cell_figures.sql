{{ config(materialized='view') }}

with cells as (select * from {{ ref('indicator_cells') }}),

registry as (select * from {{ ref('registry_cells') }}),

institute as (select * from {{ ref('institute_cells') }}),

table_2 as (select * from {{ ref('table_2_cells') }}),

table_3 as (select * from {{ ref('table_3_cells') }}),

figure_schools as (select * from {{ ref('figure_schools') }}),

indicator_figures as (select * from {{ ref('indicator_figures') }}),

indicator_values as (select * from {{ ref('indicator_values') }}),

fact_cells as (
    select * from {{ ref('fact_cells') }}
    where may_move
),

fact_figures as (select * from {{ ref('fact_figures') }}),

targets as (select * from {{ ref('targets') }}),

criteria as (select * from {{ ref('criteria') }}),

campaigns as (select * from {{ ref('int_campaigns') }}),

-- what a campaign says over the list of its year, by table
over_list as (
    select distinct
        campaign,
        table_name
    from {{ ref('figures') }}
    union all
    select distinct
        campaign,
        table_name
    from indicator_figures
    union all
    select distinct
        campaign,
        table_name
    from fact_figures
    where over_list
),

-- the entry wave's criteria, registry and decisions make the list of the year, later decisions change it
lists as (
    select
        campaigns.campaign,
        over_list.table_name,
        made.campaign as made_in,
        made.wave = 'entry' as is_entry,
        made.official_rule_set as rule_set
    from campaigns
    inner join over_list on campaigns.campaign = over_list.campaign
    inner join campaigns as made
        on
            campaigns.campaign_year = made.campaign_year
            and campaigns.campaign >= made.campaign
),

through_indicators as (
    select
        cells.campaign,
        split_part(figure_schools.figure, '/', 1) as table_name,
        figure_schools.figure,
        'value' as reach,
        cells.indicator as through,
        cells.school_code,
        cells.variable,
        cells.file,
        cells.sheet,
        cells.cell
    from cells
    inner join figure_schools
        on
            cells.campaign = figure_schools.campaign
            and cells.school_code = figure_schools.school_code
            and cells.indicator = figure_schools.indicator
),

-- where outcomes are counted, another one moves a figure of the row and so, perhaps, each
values_by_row as (
    {%- for wave in ['value_campaign', 'compared_campaign'] %}
    select distinct
        figures.campaign,
        figures.table_name,
        figures.table_name || '/' || figures.table_row as figure,
        enter.school_code,
        enter.indicator,
        enter.{{ wave }} as of_campaign
    from indicator_figures as figures
    inner join indicator_values as enter
        on
            figures.campaign = enter.campaign
            and figures.figure = enter.figure
    {%- if not loop.last %}
    union
    {%- endif %}
    {%- endfor %}
),

through_values as (
    select
        enter.campaign,
        enter.table_name,
        enter.figure,
        'value' as reach,
        cells.indicator as through,
        cells.school_code,
        cells.variable,
        cells.file,
        cells.sheet,
        cells.cell
    from cells
    inner join values_by_row as enter
        on
            cells.campaign = enter.of_campaign
            and cells.school_code = enter.school_code
            and cells.indicator = enter.indicator
),

through_criteria as (
    select
        lists.campaign,
        lists.table_name,
        cast(null as varchar) as figure,
        'list' as reach,
        criteria.criterion as through,
        cells.school_code,
        cells.variable,
        cells.file,
        cells.sheet,
        cells.cell
    from cells
    inner join lists
        on
            cells.campaign = lists.made_in
            and lists.is_entry
    inner join criteria
        on
            lists.rule_set = criteria.rule_set
            and cells.indicator = criteria.measure
),

through_registry as (
    select
        lists.campaign,
        lists.table_name,
        cast(null as varchar) as figure,
        'list' as reach,
        'registry' as through,
        registry.school_code,
        registry.variable,
        registry.file,
        registry.sheet,
        registry.cell
    from registry
    inner join lists
        on
            registry.campaign = lists.made_in
            and (lists.is_entry or lists.campaign = lists.made_in)
    where registry.variable in ('municipality_code', 'school_kind', 'valid_from', 'valid_to')
),

through_decisions as (
    select
        lists.campaign,
        lists.table_name,
        cast(null as varchar) as figure,
        'list' as reach,
        'decision' as through,
        cast(null as varchar) as school_code,
        institute.variable,
        institute.file,
        institute.sheet,
        institute.cell
    from institute
    inner join lists on institute.campaign = lists.made_in
    where institute.source = 'decisions'
),

through_rows as (
    select
        campaign,
        'table_2' as table_name,
        -- another number of a programme takes the row from one figure to any other
        case role when 'counted' then figure end as figure,
        'value' as reach,
        'row ' || row_no as through,
        cast(null as varchar) as school_code,
        variable,
        file,
        sheet,
        cell
    from table_2
    union
    select
        campaign,
        'table_3' as table_name,
        figure,
        'value' as reach,
        'row ' || row_no as through,
        cast(null as varchar) as school_code,
        variable,
        file,
        sheet,
        cell
    from table_3
    union
    -- Table 3 stands in the order of its days
    select
        campaign,
        'table_3' as table_name,
        cast(null as varchar) as figure,
        'value' as reach,
        'row ' || row_no as through,
        cast(null as varchar) as school_code,
        variable,
        file,
        sheet,
        cell
    from institute
    where variable = 'seminar_date'
),

-- what an item states, and when it was due and done, decide whether its sentence is printed from the data
through_items as (
    select
        institute.campaign,
        'table_4' as table_name,
        fact_figures.figure,
        'value' as reach,
        'item ' || institute.row_no as through,
        cast(null as varchar) as school_code,
        institute.variable,
        institute.file,
        institute.sheet,
        institute.cell
    from institute
    inner join fact_figures
        on
            institute.campaign = fact_figures.campaign
            and institute.row_no = fact_figures.table_row
            and fact_figures.table_name = 'table_4'
    where institute.variable in ('item_result', 'item_start', 'item_end', 'item_done')
),

-- a fact moves what prints it, and the count of the targets where one of them asks for it
moved_facts as (
    select
        campaign,
        edition,
        fact,
        fact as counted_in
    from fact_figures
    where table_name = 'text'
    union all
    select
        campaign,
        edition,
        fact,
        'targets_reached' as counted_in
    from targets
),

through_facts as (
    select distinct
        fact_cells.campaign,
        fact_figures.table_name,
        fact_figures.figure,
        'value' as reach,
        fact_cells.fact as through,
        fact_cells.school_code,
        fact_cells.variable,
        fact_cells.file,
        fact_cells.sheet,
        fact_cells.cell
    from fact_cells
    inner join moved_facts
        on
            fact_cells.campaign = moved_facts.campaign
            and fact_cells.edition = moved_facts.edition
            and fact_cells.fact = moved_facts.fact
    inner join fact_figures
        on
            moved_facts.campaign = fact_figures.campaign
            and moved_facts.edition = fact_figures.edition
            and moved_facts.counted_in = fact_figures.fact
)

{%- for way in [
    'through_indicators', 'through_values', 'through_criteria', 'through_registry', 'through_decisions',
    'through_rows', 'through_items', 'through_facts'
] %}
select
    campaign,
    table_name,
    figure,
    reach,
    through,
    school_code,
    variable,
    file,
    sheet,
    cell
from {{ way }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
