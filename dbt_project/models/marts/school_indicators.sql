with schools as (
    select * from {{ ref('schools') }}
    where open or included
),

campaigns as (select * from {{ ref('int_campaigns') }}),

indicators as (select * from {{ ref('indicators') }}),

municipal as (select * from {{ ref('int_municipal_measures') }}),

exams as (select * from {{ ref('int_exam_measures') }}),

-- a ratio is printed as the school's mean over the region's; a share as a count over participants
exam_values as (
    select
        exams.campaign,
        exams.school_code,
        exams.measure,
        case exams.kind when 'score_ratio' then exams.school_mean else exams.numerator end as numerator,
        case exams.kind when 'score_ratio' then exams.region_mean else exams.denominator end as denominator,
        exams.participants,
        exams.numerator / exams.denominator as value,
        exams.status,
        exams.missing_reason
    from exams
    inner join campaigns
        on
            exams.campaign = campaigns.campaign
            and exams.exam_year = campaigns.reporting_year
),

measured as (
    select
        campaign,
        school_code,
        measure,
        numerator,
        denominator,
        cast(null as bigint) as participants,
        value,
        status,
        missing_reason
    from municipal
    union all
    select
        campaign,
        school_code,
        measure,
        numerator,
        denominator,
        participants,
        value,
        status,
        missing_reason
    from exam_values
),

-- a school whose row did not come is unknown everywhere, in what the exams say of it too
placed as (
    select
        schools.campaign,
        schools.school_code,
        schools.municipality_code,
        indicators.indicator,
        measured.numerator,
        measured.denominator,
        measured.participants,
        measured.value,
        case when schools.open and not schools.returned then 'unknown' else measured.status end as status,
        case
            when schools.open and not schools.returned then 'not_returned' else measured.missing_reason
        end as missing_reason
    from schools
    cross join indicators
    inner join measured
        on
            schools.campaign = measured.campaign
            and schools.school_code = measured.school_code
            and indicators.indicator = measured.measure
)

select
    campaign,
    school_code,
    municipality_code,
    indicator,
    numerator,
    denominator,
    participants,
    case when status = 'value' then value end as value,
    status,
    missing_reason
from placed
