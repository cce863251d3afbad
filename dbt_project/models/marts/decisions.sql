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

schools as (select * from {{ ref('int_schools') }}),

campaigns as (select * from {{ ref('int_campaigns') }}),

entry_lists as (select * from {{ ref('int_entry_lists') }})

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
    -- the order that approved the list knew what was decided by its day: where they differ it prevails
    case
        when decided.date <= entry_lists.approved_on and (decided.action = 'include') <> entry_lists.listed
            then entry_lists.approval_ru
    end as overtaken_by,
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
left join campaigns on decided.campaign = campaigns.campaign
left join entry_lists
    on
        campaigns.entry_campaign = entry_lists.campaign
        and decided.school_code = entry_lists.school_code
