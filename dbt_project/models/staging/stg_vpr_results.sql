select
    campaign,
    year,
    grade,
    subject_code,
    group_kind,
    municipality_code,
    school_code,
    participants,
    share_2,
    share_3,
    share_4,
    share_5,
    file,
    file_sha256,
    line
from {{ source('intake', 'vpr_results') }}
