{{ config(materialized='view') }}

with figures as (select * from {{ ref('row_figures') }}),

schools as (
    select * from {{ ref('schools') }}
    where included
),

-- the institute's rows, and those that the schools of the project have in the municipal workbooks
cells as (
    {%- for staged, row_no in [('stg_institute_cells', 'row_no'), ('stg_answers', 'school_code')] %}
    select
        campaign,
        part,
        {{ row_no }} as row_no,
        variable,
        number,
        text,
        state,
        raw_text,
        file,
        file_sha256,
        sheet,
        cell
    from {{ ref(staged) }}
    where part in ('training_programmes', 'trainees', 'programmes')
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

programmes as (select * from {{ ref('training_programmes') }}),

-- what a row of trainees says of itself
answered as (
    select
        campaign,
        row_no,
        max(case when variable = 'trainee_programme' then cast(number as integer) end) as programme_no,
        max(case when variable = 'trainee_municipality' then text end) as municipality,
        max(case when variable = 'trainee_position' then text end) as position
    from cells
    where part = 'trainees' and state = 'answered'
    group by campaign, row_no
),

trainees as (
    select
        answered.campaign,
        answered.row_no,
        cast(answered.programme_no as varchar) as programme,
        answered.municipality,
        answered.position
    from answered
    inner join programmes
        on
            answered.campaign = programmes.campaign
            and answered.programme_no = programmes.programme_no
),

-- the rows of each figure: which variable of them is counted, and which decides that they are
entering as (
    select
        campaign,
        figure,
        'training_programmes' as part,
        table_row as row_no,
        'programme_hours' as counts,
        ['programme_name'] as decide
    from figures
    where table_name = 'table_p1' and table_column = 'hours'
    union all
    select
        figures.campaign,
        figures.figure,
        'trainees' as part,
        trainees.row_no,
        'trained' as counts,
        case figures.table_name
            when 'table_p1' then ['trainee_programme']
            else ['trainee_programme', 'trainee_municipality', 'trainee_position']
        end as decide
    from figures
    inner join trainees
        on
            figures.campaign = trainees.campaign
            and case figures.table_name
                when 'table_p1' then figures.table_row = trainees.programme
                else
                    figures.table_row in (coalesce(trainees.municipality, 'none'), 'total')
                    and figures.table_column in (trainees.position, 'total')
            end
    where
        figures.table_name = 'table_p2'
        or figures.table_name = 'table_p1' and figures.table_column = 'trained'
    union all
    select
        figures.campaign,
        figures.figure,
        'programmes' as part,
        cells.row_no,
        cells.variable as counts,
        [cells.variable] as decide
    from figures
    inner join cells
        on
            figures.campaign = cells.campaign
            and cells.part = 'programmes'
            and cells.state = 'answered'
            and case figures.table_name
                when 'table_10' then cells.variable = 'programme_years' and figures.table_row = cells.row_no
                else
                    cells.variable = 'assessment_' || figures.table_column
                    and figures.table_row = cells.text
            end
    inner join schools
        on
            cells.campaign = schools.campaign
            and cells.row_no = schools.school_code
    where figures.table_name in ('table_10', 'programmes')
)

select
    entering.campaign,
    entering.figure,
    entering.part,
    entering.row_no,
    schools.school_name || ', ' || schools.municipality_name as row_ru,
    case when cells.variable = entering.counts then 'counted' else 'decides' end as role,
    cells.variable,
    cells.number,
    cells.state,
    cells.raw_text,
    cells.file,
    cells.file_sha256,
    cells.sheet,
    cells.cell
from entering
inner join cells
    on
        entering.campaign = cells.campaign
        and entering.part = cells.part
        and entering.row_no = cells.row_no
        and (entering.counts = cells.variable or list_contains(entering.decide, cells.variable))
left join schools
    on
        entering.part = 'programmes'
        and entering.campaign = schools.campaign
        and entering.row_no = schools.school_code
