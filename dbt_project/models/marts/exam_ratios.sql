with scores as (select * from {{ ref('int_exam_scores') }}),

schools as (select * from {{ ref('int_schools') }})

select
    scores.campaign,
    scores.exam,
    scores.exam_year,
    scores.subject,
    scores.school_code,
    schools.municipality_code,
    schools.open,
    scores.scale,
    scores.participants,
    scores.school_mean,
    scores.region_participants,
    scores.region_mean,
    {{ safe_divide('scores.school_mean', 'scores.region_mean') }} as ratio
from scores
inner join schools
    on
        scores.campaign = schools.campaign
        and scores.school_code = schools.school_code
