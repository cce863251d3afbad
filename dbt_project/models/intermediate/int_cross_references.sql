with campaigns as (select * from {{ ref('int_campaigns') }}),

schools as (select * from {{ ref('int_schools') }}),

-- what the registry says of a school as a number, and the variable of the registry that says it
registry_facts as (
    {%- for fact, number, variable, condition in [
        ('registry_pupils', 'pupils', 'registry_pupils', 'open'),
        ('registry_small_school', 'cast(small_school as integer)', 'registry_small_school', 'open'),
        ('grade_9', '0', 'school_kind', 'open and not has_grade_9'),
        ('grades_10_11', '0', 'school_kind', 'open and not has_grade_10_11'),
        ('open', '0', 'valid_to', 'not open and valid_to is not null'),
        ('open', '0', 'valid_from', 'not open and valid_to is null')
    ] %}
    select
        campaign,
        school_code,
        '{{ fact }}' as fact,
        cast({{ number }} as double) as number,
        '{{ variable }}' as variable
    from schools
    where {{ condition }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

registry as (
    select
        registry_facts.campaign,
        registry_facts.school_code,
        'registry' as source,
        registry_facts.fact,
        registry_facts.number,
        cells.campaign as said_in,
        cells.file,
        cells.sheet,
        cells.cell
    from registry_facts
    inner join {{ ref('stg_registry_cells') }} as cells
        on
            registry_facts.campaign = cells.campaign
            and registry_facts.school_code = cells.school_code
            and registry_facts.variable = cells.variable
),

-- the exports of the reporting year, that a workbook's results are of
exports as (
    select
        deliveries.campaign,
        deliveries.exam,
        deliveries.exam_year,
        deliveries.delivery
    from {{ ref('int_exam_deliveries') }} as deliveries
    inner join campaigns
        on
            deliveries.campaign = campaigns.campaign
            and deliveries.exam_year = campaigns.reporting_year
    where deliveries.delivery is not null
),

-- whoever was entered for it, in whatever form and whether he came or not
participants as (
    select
        delivery,
        exam,
        exam_year,
        school_code,
        count(distinct participant) as participants
    from {{ ref('stg_exam_results') }}
    where category = 'current_graduate'
    group by delivery, exam, exam_year, school_code
),

files as (
    select
        delivery,
        exam,
        exam_year,
        min(file) as file
    from {{ ref('stg_exam_results') }}
    group by delivery, exam, exam_year
),

exams as (
    select
        exports.campaign,
        schools.school_code,
        'exams' as source,
        exports.exam || '_participants' as fact,
        cast(coalesce(participants.participants, 0) as double) as number,
        exports.delivery as said_in,
        files.file,
        null as sheet,
        null as cell
    from exports
    inner join files
        on
            exports.delivery = files.delivery
            and exports.exam = files.exam
            and exports.exam_year = files.exam_year
    inner join schools on exports.campaign = schools.campaign and schools.open
    left join participants
        on
            exports.delivery = participants.delivery
            and exports.exam = participants.exam
            and exports.exam_year = participants.exam_year
            and schools.school_code = participants.school_code
),

former as (
    select
        campaign,
        lag(campaign) over (order by campaign) as last_campaign
    from campaigns
),

last_campaign as (
    select
        former.campaign,
        answers.school_code,
        'last_campaign' as source,
        answers.variable as fact,
        answers.number,
        answers.campaign as said_in,
        answers.file,
        answers.sheet,
        answers.cell
    from former
    inner join {{ ref('stg_answers') }} as answers on former.last_campaign = answers.campaign
    inner join schools
        on
            former.campaign = schools.campaign
            and answers.school_code = schools.school_code
            and schools.open
    where answers.state = 'answered' and answers.number is not null
),

said as (
    {%- for source in ['registry', 'exams', 'last_campaign'] %}
    select * from {{ source }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    said.campaign,
    said.school_code,
    said.source,
    said.fact,
    said.number,
    said.said_in,
    said.file,
    said.sheet,
    said.cell
from said
where said.number is not null
