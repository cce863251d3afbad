{%- set place = ['number', 'text', 'state', 'raw_text', 'file', 'file_sha256', 'sheet', 'cell'] %}
with editions as (select * from {{ ref('report_editions') }}),

campaigns as (select * from {{ ref('int_campaigns') }}),

parts as (select * from {{ ref('fact_parts') }}),

variables as (
    select
        *,
        count(case when role = 'decides' then 1 end) over (partition by fact, part) as conditions
    from {{ ref('fact_variables') }}
),

schools as (select * from {{ ref('schools') }}),

municipalities as (select * from {{ ref('stg_registry_municipalities') }}),

answers as (select * from {{ ref('stg_answers') }}),

sent as (
    select
        campaign,
        part as rows_of,
        row_no,
        variable,
        {{ place | join(', ') }}
    from {{ ref('stg_institute_cells') }}
    union all
    select
        campaign,
        part as rows_of,
        entity as row_no,
        variable,
        {{ place | join(', ') }}
    from {{ source('intake', 'registry') }}
    union all
    select
        campaign,
        part as rows_of,
        school_code as row_no,
        variable,
        {{ place | join(', ') }}
    from answers
    union all
    -- that a school's row came is seen by a cell which every school owes
    select
        campaign,
        'registry_schools' as rows_of,
        school_code as row_no,
        variable,
        {{ place | join(', ') }}
    from answers
    where variable = 'pupils'
),

-- a row has the cells of what it names too: trainees those of their programme
cells as (
    select * from sent
    {%- for part, names, named, key in [
        ('trainees', 'trainee_programme', 'training_programmes', 'cast(cast(naming.number as integer) as varchar)'),
        ('delegations', 'delegation_event', 'events', 'cast(cast(naming.number as integer) as varchar)'),
        ('agreements', 'agreement_school', 'registry_schools', 'naming.text'),
    ] %}
    union all
    select
        naming.campaign,
        '{{ part }}' as rows_of,
        naming.row_no,
        named.variable,
        {{ 'named.' ~ place | join(', named.') }}
    from sent as naming
    inner join sent as named
        on
            naming.campaign = named.campaign
            and {{ key }} = named.row_no
            and named.rows_of = '{{ named }}'
    where naming.variable = '{{ names }}'
    {%- endfor %}
),

asked as (
    select
        editions.campaign,
        editions.edition,
        editions.cutoff,
        parts.fact,
        parts.part,
        parts.statistic,
        parts.rows_of,
        parts.of_schools,
        case parts.known_at
            when 'report' then editions.campaign
            when 'wave' then editions.wave_campaign
            when 'entry' then campaigns.entry_campaign
        end as known_at
    from editions
    inner join campaigns on editions.campaign = campaigns.campaign
    cross join parts
),

-- by the cut-off, the wave's first day, a number above zero, the state of an item, or the words that count
judged as (
    select
        asked.campaign,
        asked.edition,
        asked.fact,
        asked.part,
        asked.statistic,
        asked.rows_of,
        cells.row_no,
        schools.school_code,
        coalesce(
            schools.school_name || ', ' || schools.municipality_name, municipalities.municipality_name
        ) as row_ru,
        variables.role,
        variables.says,
        variables.conditions,
        cells.variable,
        {{ 'cells.' ~ place | join(', cells.') }},
        coalesce(
            case
                when variables.says = 'by_cutoff' then try_cast(cells.text as date) <= asked.cutoff
                when variables.says = 'begun'
                    then coalesce(try_cast(cells.text as date) <= known.first_day, true)
                when variables.says = 'not_ended'
                    then coalesce(try_cast(cells.text as date) >= known.first_day, true)
                when variables.says = 'above_zero' then cells.number > 0
                when variables.says like 'state:%' then variables.says = 'state:' || items.state
                when variables.says = 'yes' then cells.number = 1
                when variables.says in ('names', 'came') then true
                when variables.says is not null
                    then list_contains(string_split(variables.says, '|'), cells.text)
                when variables.role = 'counted' then cells.text is not null or cells.number is not null
                else true
            end,
            false
        ) as holds
    from asked
    inner join campaigns as known on asked.known_at = known.campaign
    inner join variables
        on
            asked.fact = variables.fact
            and asked.part = variables.part
    inner join cells
        on
            asked.known_at = cells.campaign
            and asked.rows_of = cells.rows_of
            and variables.variable = cells.variable
    left join schools
        on
            asked.known_at = schools.campaign
            and cells.row_no = schools.school_code
    left join municipalities
        on
            asked.rows_of in ('centres', 'registry_municipalities')
            and asked.known_at = municipalities.campaign
            and cells.row_no = municipalities.municipality_code
    left join {{ ref('int_road_map') }} as items
        on
            asked.rows_of = 'road_map'
            and asked.campaign = items.campaign
            and asked.edition = items.edition
            and cells.row_no = cast(items.no as varchar)
    where
        case asked.of_schools
            when 'returned' then schools.returned
            when 'included' then schools.included and (schools.open or asked.rows_of = 'registry_schools')
            when schools.entry_cluster then schools.included
            else asked.of_schools is null
        end
),

-- a row counts where all its conditions hold and something of it is counted
rows_judged as (
    select
        *,
        conditions - count(case when role = 'decides' and holds then 1 end) over in_row as failing,
        count(case when role = 'counted' then 1 end) over in_row as countable,
        count(case when role = 'counted' and holds then 1 end) over in_row as held
    from judged
    window in_row as (partition by campaign, edition, fact, part, row_no)
)

select
    campaign,
    edition,
    fact,
    part,
    statistic,
    rows_of,
    row_no,
    school_code,
    row_ru,
    role,
    variable,
    failing = 0 and (countable = 0 or held > 0) as counted,
    -- said otherwise, the cell alone puts its row in or out, or changes what is counted of it
    case
        when says = 'names' or says like 'state:%' then true
        when says = 'came' or (role = 'decides' and says is null) then false
        else failing = cast(role = 'decides' and not holds as integer)
    end as may_move,
    number,
    text,
    state,
    raw_text,
    file,
    file_sha256,
    sheet,
    cell
from rows_judged
