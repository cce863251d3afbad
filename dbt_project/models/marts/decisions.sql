with decided as (
    {{ institute_rows('decisions', 'decisions', {
        'school_code': ['decision_school', 'varchar'],
        'action': ['decision_action', 'varchar'],
        'date': ['decision_date', 'date'],
        'document': ['decision_document', 'varchar'],
        'reason_ru': ['decision_reason', 'varchar'],
        'author_ru': ['decision_author', 'varchar'],
    }) }}
),

-- a decision is found in its workbook by the cell that says what was decided
cells as (
    select * from {{ source('intake', 'decisions') }}
    where variable = 'decision_action'
),

schools as (select * from {{ ref('int_schools') }})

select
    decided.campaign,
    cast(decided.row_no as integer) as no,
    decided.school_code,
    schools.school_name,
    schools.municipality_code,
    decided.action,
    decided.date,
    decided.document,
    decided.reason_ru,
    decided.author_ru,
    cells.file,
    cells.file_sha256,
    cells.sheet,
    cells.cell
from decided
inner join cells
    on
        decided.campaign = cells.campaign
        and decided.row_no = cells.entity
left join schools
    on
        decided.campaign = schools.campaign
        and decided.school_code = schools.school_code
