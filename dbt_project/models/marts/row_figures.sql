{{ config(materialized='view') }}

with campaigns as (
    select * from {{ ref('int_campaigns') }}
    where wave = 'final'
),

programmes as (select * from {{ ref('training_programmes') }}),

trained as (
    select
        campaign,
        coalesce(municipality_code, 'none') as municipality_code,
        municipality_name,
        position,
        trained
    from {{ ref('trained_staff') }}
),

-- appendix 2 prints every position of every municipality, zeros too, and the totals of both
trained_rows as (
    select distinct
        campaign,
        municipality_code as table_row,
        municipality_name as row_ru
    from trained
    union all
    select distinct
        campaign,
        'total' as table_row,
        cast(null as varchar) as row_ru
    from trained
),

positions as (
    select code as table_column from {{ ref('choices') }}
    where variable = 'trainee_position'
    union all
    select 'total' as table_column
),

school_programmes as (select * from {{ ref('school_programmes') }}),

schools as (
    select * from {{ ref('schools') }}
    where included
),

assessments as (
    select * from {{ ref('choices') }}
    where variable in ('assessment_entry', 'assessment_final')
),

numbers as (
    {%- for column, statistic in [('hours', 'as_typed'), ('trained', 'total_of_cells')] %}
    select
        campaign,
        'table_p1' as table_name,
        cast(programme_no as varchar) as table_row,
        '{{ column }}' as table_column,
        '{{ statistic }}' as statistic,
        cast({{ column }} as double) as number,
        programme_ru as row_ru
    from programmes
    union all
    {%- endfor %}
    select
        trained_rows.campaign,
        'table_p2' as table_name,
        trained_rows.table_row,
        positions.table_column,
        'total_of_cells' as statistic,
        cast(coalesce(sum(trained.trained), 0) as double) as number,
        trained_rows.row_ru
    from trained_rows
    cross join positions
    left join trained
        on
            trained_rows.campaign = trained.campaign
            and trained_rows.table_row in (trained.municipality_code, 'total')
            and positions.table_column in (trained.position, 'total')
    group by trained_rows.campaign, trained_rows.table_row, positions.table_column, trained_rows.row_ru
    union all
    select
        school_programmes.campaign,
        'table_10' as table_name,
        schools.school_code as table_row,
        'years' as table_column,
        'as_typed' as statistic,
        cast(school_programmes.years as double) as number,
        schools.school_name as row_ru
    from school_programmes
    inner join schools
        on
            school_programmes.campaign = schools.campaign
            and school_programmes.school_code = schools.school_code
    {%- for wave in ['entry', 'final'] %}
    union all
    select
        campaigns.campaign,
        'programmes' as table_name,
        assessments.code as table_row,
        '{{ wave }}' as table_column,
        'rows' as statistic,
        cast(count(school_programmes.school_code) as double) as number,
        assessments.text_ru as row_ru
    from campaigns
    inner join assessments on assessments.variable = 'assessment_{{ wave }}'
    left join school_programmes
        on
            campaigns.campaign = school_programmes.campaign
            and assessments.code = school_programmes.assessment_{{ wave }}
    group by campaigns.campaign, assessments.code, assessments.text_ru
    {%- endfor %}
)

select
    numbers.campaign,
    numbers.table_name || '/' || numbers.table_row || '/' || numbers.table_column as figure,
    numbers.table_name,
    numbers.table_row,
    numbers.table_column,
    numbers.statistic,
    numbers.number,
    numbers.row_ru
from numbers
inner join campaigns on numbers.campaign = campaigns.campaign
where numbers.number is not null
