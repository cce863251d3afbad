{{ config(materialized='view') }}

with dynamics as (select * from {{ ref('dynamics') }}),

catalogue as (select * from {{ ref('indicators') }}),

schools as (select * from {{ ref('schools') }}),

municipalities as (
    select distinct
        campaign,
        municipality_code,
        municipality_name
    from schools
),

programmes as (select * from {{ ref('school_programmes') }}),

campaigns as (select * from {{ ref('int_campaigns') }}),

measures as (select * from {{ ref('exam_measures') }}),

tests as (
    select finding_tests.*
    from {{ ref('finding_tests') }} as finding_tests
    -- the findings are those of the start diagnostics
    inner join campaigns on finding_tests.campaign = campaigns.campaign
    where campaigns.wave = 'entry'
),

findings as (select * from {{ ref('findings') }}),

table_1 as (select * from {{ ref('table_1_start_diagnostics') }}),

-- a row of Table 7 is an indicator, of Tables 9, 10 and 11 a group of schools; the text speaks of all of them
printed_rows as (
    select
        dynamics.*,
        'table_7' as table_name,
        coalesce(cast(catalogue.no as varchar), 'all') as table_row,
        catalogue.name_ru as row_ru
    from dynamics
    left join catalogue on dynamics.indicator = catalogue.indicator
    where dynamics.group_kind = 'included'
    union all
    select
        dynamics.*,
        'table_9' as table_name,
        dynamics.group_kind || '-' || dynamics.group_code as table_row,
        municipalities.municipality_name as row_ru
    from dynamics
    left join municipalities
        on
            dynamics.campaign = municipalities.campaign
            and dynamics.group_code = municipalities.municipality_code
    where dynamics.group_kind in ('cluster', 'municipality', 'included') and dynamics.indicator is null
    union all
    select
        dynamics.*,
        'dynamics' as table_name,
        dynamics.group_code as table_row,
        cast(null as varchar) as row_ru
    from dynamics
    where dynamics.group_kind = 'included' and dynamics.indicator is null
    {%- for table, of in [('table_10', 'programmes'), ('table_11', 'schools')] %}
    union all
    select
        dynamics.*,
        '{{ table }}' as table_name,
        dynamics.group_code as table_row,
        schools.school_name as row_ru
    from dynamics
    inner join schools
        on
            dynamics.campaign = schools.campaign
            and dynamics.group_code = schools.school_code
    {%- if of != 'schools' %}
    inner join {{ of }}
        on
            dynamics.campaign = {{ of }}.campaign
            and dynamics.group_code = {{ of }}.school_code
    {%- endif %}
    where dynamics.group_kind = 'school' and dynamics.indicator is null
    {%- endfor %}
),

-- Table 10 names two of the columns otherwise, and has no more than these
numbers as (
    {%- for statistic in [
        'compared', 'better', 'worse', 'changed', 'unchanged', 'not_comparable', 'improved_share'
    ] %}
    select
        campaign,
        group_kind,
        group_code,
        indicator,
        table_name,
        table_row,
        row_ru,
        case
            when table_name <> 'table_10' then '{{ statistic }}'
            else {{ {
                'compared': "'indicators_compared'", 'better': "'indicators_improved'", 'improved_share': "'improved_share'"
            }.get(statistic, 'cast(null as varchar)') }}
        end as table_column,
        '{{ statistic }}' as statistic,
        cast({{ statistic }} as double) as number
    from printed_rows
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
    union all
    {%- for statistic, column, group_kind in [
        ("'mean'", 'included_value', 'included'), ("'worse_share'", 'schools_share', 'included'),
        ("case when catalogue.denominator is null then 'region_mean' else 'region_pooled' end", 'region_value', 'region')
    ] %}
    select
        tests.campaign,
        '{{ group_kind }}' as group_kind,
        '{{ group_kind }}' as group_code,
        tests.indicator,
        'table_8' as table_name,
        tests.no || '-' || tests.test as table_row,
        tests.indicator_ru as row_ru,
        '{{ column }}' as table_column,
        {{ statistic }} as statistic,
        tests.{{ column }} as number
    from tests
    inner join catalogue on tests.indicator = catalogue.indicator
    {%- if group_kind == 'region' %}
    -- the region's mean over itself is one, and no school makes it
    left join measures on tests.indicator = measures.measure
    where measures.kind is distinct from 'score_ratio'
    {%- endif %}
    union all
    {%- endfor %}
    {%- for statistic in ['tests', 'tests_bearing'] %}
    select
        findings.campaign,
        'included' as group_kind,
        'included' as group_code,
        cast(null as varchar) as indicator,
        'findings' as table_name,
        cast(findings.no as varchar) as table_row,
        findings.text_ru as row_ru,
        '{{ statistic }}' as table_column,
        '{{ statistic }}' as statistic,
        cast(findings.{{ statistic }} as double) as number
    from findings
    inner join campaigns on findings.campaign = campaigns.campaign
    where campaigns.wave = 'entry'
    union all
    {%- endfor %}
    {%- for statistic in ['asked', 'answered'] %}
    select
        table_1.campaign,
        'included' as group_kind,
        'included' as group_code,
        table_1.indicator,
        'table_p8' as table_name,
        cast(table_1.no as varchar) as table_row,
        table_1.indicator_ru as row_ru,
        campaigns.wave || '_{{ statistic }}' as table_column,
        '{{ statistic }}' as statistic,
        cast(table_1.schools_{{ statistic }} as double) as number
    from table_1
    inner join campaigns on table_1.campaign = campaigns.campaign
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    campaign,
    table_name || '/' || table_row || '/' || table_column as figure,
    table_name,
    table_row,
    table_column,
    statistic,
    group_kind,
    group_code,
    indicator,
    number,
    row_ru
from numbers
where table_column is not null and number is not null
