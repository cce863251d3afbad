with consultations as (
    {{ institute_rows('project', 'consultations', {
        'date': ['consultation_date', 'date'],
        'school_code': ['consultation_school', 'varchar'],
        'kind': ['consultation_kind', 'varchar'],
        'teachers': ['consulted_teachers', 'integer'],
    }) }}
)

select
    campaign,
    cast(row_no as integer) as no,
    date,
    school_code,
    kind,
    teachers
from consultations
