select
    campaign as delivery,
    exam,
    year as exam_year,
    school_code,
    subject_code,
    participants,
    mean_primary_score,
    mean_score,
    mean_mark,
    participants_below,
    file,
    file_sha256,
    line
from {{ source('intake', 'exam_results_schools') }}
