with decisions as (
    {{ institute_rows('decisions', 'decisions', {
        'school_code': ['decision_school', 'varchar'],
        'action': ['decision_action', 'varchar'],
        'date': ['decision_date', 'date'],
        'document': ['decision_document', 'varchar'],
        'reason_ru': ['decision_reason', 'varchar'],
        'author_ru': ['decision_author', 'varchar'],
    }) }}
),

schools as (select * from {{ ref('int_schools') }})

select
    decisions.campaign,
    cast(decisions.row_no as integer) as no,
    decisions.school_code,
    schools.school_name,
    decisions.action,
    decisions.date,
    decisions.document,
    decisions.reason_ru,
    decisions.author_ru
from decisions
left join schools
    on
        decisions.campaign = schools.campaign
        and decisions.school_code = schools.school_code
