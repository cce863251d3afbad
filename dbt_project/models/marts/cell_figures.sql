with moved as (select * from {{ ref('int_moved_answers') }}),

measure_variables as (select * from {{ ref('measure_variables') }}),

turns as (select * from {{ ref('cell_clusters') }}),

figures as (select * from {{ ref('figures') }}),

schools as (select * from {{ ref('schools') }}),

registry as (select * from {{ ref('registry_cells') }}),

institute as (select * from {{ ref('institute_cells') }}),

table_2 as (select * from {{ ref('table_2_cells') }}),

table_3 as (select * from {{ ref('table_3_cells') }}),

row_cells as (select * from {{ ref('row_cells') }}),

figure_schools as (select * from {{ ref('figure_schools') }}),

indicator_figures as (select * from {{ ref('indicator_figures') }}),

indicator_values as (select * from {{ ref('indicator_values') }}),

fact_cells as (
    select * from {{ ref('fact_cells') }}
    where may_move
),

-- a fact moves with its own cells, and with those that may set one of them aside
facts_moved as (
    select
        campaign,
        edition,
        fact,
        'value' as reach,
        school_code,
        variable,
        file,
        sheet,
        cell
    from fact_cells
    union all
    select
        fact_cells.campaign,
        fact_cells.edition,
        fact_cells.fact,
        'aside' as reach,
        moved.school_code,
        moved.variable,
        moved.file,
        moved.sheet,
        moved.cell
    from fact_cells
    inner join moved
        on
            fact_cells.file = moved.moved_file
            and fact_cells.sheet = moved.moved_sheet
            and fact_cells.cell = moved.moved_cell
            and fact_cells.variable <> moved.variable
),

fact_figures as (select * from {{ ref('fact_figures') }}),

targets as (select * from {{ ref('targets') }}),

campaigns as (select * from {{ ref('int_campaigns') }}),

-- what a campaign says over the list of its year, by table
over_list as (
    select distinct
        campaign,
        table_name
    from figures
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

-- who of the list hangs on the rule: what was approved no criterion moves
entry_lists as (select * from {{ ref('int_entry_lists') }}),

-- the entry wave's criteria, registry, approved list and decisions make the list of the year, later decisions
-- change it
lists as (
    select
        campaigns.campaign,
        campaigns.entry_campaign,
        over_list.table_name,
        made.campaign as made_in,
        made.wave = 'entry' as is_entry
    from campaigns
    inner join over_list on campaigns.campaign = over_list.campaign
    inner join campaigns as made
        on
            campaigns.campaign_year = made.campaign_year
            and campaigns.campaign >= made.campaign
),

measures_moved as (
    select
        moved.campaign,
        moved.school_code,
        measure_variables.measure,
        case when bool_or(moved.variable = moved.moved_variable) then 'value' else 'aside' end as reach,
        moved.variable,
        moved.file,
        moved.sheet,
        moved.cell
    from moved
    inner join measure_variables on moved.moved_variable = measure_variables.variable
    group by
        moved.campaign, moved.school_code, measure_variables.measure,
        moved.variable, moved.file, moved.sheet, moved.cell
),

through_indicators as (
    select
        measures_moved.campaign,
        split_part(figure_schools.figure, '/', 1) as table_name,
        figure_schools.figure,
        measures_moved.reach,
        measures_moved.measure as through,
        measures_moved.school_code,
        measures_moved.variable,
        measures_moved.file,
        measures_moved.sheet,
        measures_moved.cell
    from measures_moved
    inner join figure_schools
        on
            measures_moved.campaign = figure_schools.campaign
            and measures_moved.school_code = figure_schools.school_code
            and measures_moved.measure = figure_schools.indicator
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
    where enter.{{ wave }} is not null
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
        measures_moved.reach,
        measures_moved.measure as through,
        measures_moved.school_code,
        measures_moved.variable,
        measures_moved.file,
        measures_moved.sheet,
        measures_moved.cell
    from measures_moved
    inner join values_by_row as enter
        on
            measures_moved.campaign = enter.of_campaign
            and measures_moved.school_code = enter.school_code
            and measures_moved.measure = enter.indicator
),

-- a school that may turn moves its row of Table 5 and the total; Table 1 only where it enters or leaves
through_criteria as (
    select distinct
        lists.campaign,
        lists.table_name,
        figures.figure,
        'list' as reach,
        turns.through,
        turns.school_code,
        turns.variable,
        turns.file,
        turns.sheet,
        turns.cell
    from turns
    inner join lists
        on
            turns.campaign = lists.made_in
            and lists.is_entry
    inner join schools
        on
            turns.campaign = schools.campaign
            and turns.turned_school = schools.school_code
    inner join entry_lists
        on
            turns.campaign = entry_lists.campaign
            and turns.turned_school = entry_lists.school_code
            and entry_lists.made_by = 'rule'
    left join figures
        on
            lists.table_name = 'table_5'
            and lists.campaign = figures.campaign
            and figures.table_name = 'table_5'
            and coalesce(figures.municipality_code, schools.municipality_code) = schools.municipality_code
            and (turns.may_enter_or_leave or figures.table_column <> 'included')
    where turns.may_enter_or_leave or lists.table_name not in ('table_1', 'table_1a')
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
    left join schools
        on
            lists.campaign = schools.campaign
            and registry.school_code = schools.school_code
    left join entry_lists
        on
            lists.entry_campaign = entry_lists.campaign
            and registry.school_code = entry_lists.school_code
    where
        registry.variable in ('municipality_code', 'school_kind', 'valid_from', 'valid_to')
        and (coalesce(schools.included, true) or coalesce(entry_lists.made_by, 'rule') = 'rule')
),

through_institute as (
    select
        lists.campaign,
        lists.table_name,
        cast(null as varchar) as figure,
        'list' as reach,
        case institute.source when 'decisions' then 'decision' else 'approved list' end as through,
        cast(null as varchar) as school_code,
        institute.variable,
        institute.file,
        institute.sheet,
        institute.cell
    from institute
    inner join lists on institute.campaign = lists.made_in
    where institute.source in ('decisions', 'approved_list')
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
    -- what decides takes the row from one figure to any other
    select
        campaign,
        split_part(figure, '/', 1) as table_name,
        case role when 'counted' then figure end as figure,
        'value' as reach,
        'row ' || row_no as through,
        case part when 'programmes' then row_no end as school_code,
        variable,
        file,
        sheet,
        cell
    from row_cells
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
        facts_moved.campaign,
        fact_figures.table_name,
        fact_figures.figure,
        facts_moved.reach,
        facts_moved.fact as through,
        facts_moved.school_code,
        facts_moved.variable,
        facts_moved.file,
        facts_moved.sheet,
        facts_moved.cell
    from facts_moved
    inner join moved_facts
        on
            facts_moved.campaign = moved_facts.campaign
            and facts_moved.edition = moved_facts.edition
            and facts_moved.fact = moved_facts.fact
    inner join fact_figures
        on
            moved_facts.campaign = fact_figures.campaign
            and moved_facts.edition = fact_figures.edition
            and moved_facts.counted_in = fact_figures.fact
)

{%- for way in [
    'through_indicators', 'through_values', 'through_criteria', 'through_registry', 'through_institute',
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
