with campaigns as (select * from {{ ref('int_campaigns') }}),

deliveries as (select * from {{ ref('int_exam_deliveries') }}),

measures as (select * from {{ ref('exam_measures') }}),

measure_subjects as (select * from {{ ref('exam_measure_subjects') }}),

kinds as (select distinct kind from measures),

-- a result of a participant, or a line of an export that tells of schools alone
outcomes as (
    select
        kind,
        exam_rules_from,
        delivery,
        exam,
        exam_year,
        subject,
        school_code,
        primary_score,
        score,
        mark,
        file,
        file_sha256,
        lines
    from {{ ref('int_exam_outcomes') }}
    union all
    select
        kinds.kind,
        results.exam_rules_from,
        results.delivery,
        results.exam,
        results.exam_year,
        results.subject,
        results.school_code,
        results.primary_sum as primary_score,
        results.score_sum as score,
        results.mark_sum as mark,
        results.file,
        results.file_sha256,
        results.lines
    from {{ ref('int_exam_school_results') }} as results
    cross join kinds
),

scores as (select * from {{ ref('int_exam_scores') }}),

-- the schools whose figure has a value: what a closed school's participants are, only the region's mean is
found as (
    select * from {{ ref('int_exam_measures') }}
    where status = 'value'
),

-- a ratio counts the results that are given on the scale of its subject and year
counted as (
    select
        found.campaign,
        found.school_code,
        found.measure,
        measures.exam,
        found.exam_year,
        outcomes.subject,
        scores.scale,
        scores.region_participants,
        outcomes.file,
        outcomes.file_sha256,
        unnest(outcomes.lines) as line
    from found
    inner join measures on found.measure = measures.measure
    inner join measure_subjects on found.measure = measure_subjects.measure
    inner join deliveries
        on
            found.campaign = deliveries.campaign
            and measures.exam = deliveries.exam
            and found.exam_year = deliveries.exam_year
    inner join outcomes
        on
            measures.kind = outcomes.kind
            and deliveries.exam_rules_from = outcomes.exam_rules_from
            and deliveries.delivery = outcomes.delivery
            and measures.exam = outcomes.exam
            and found.exam_year = outcomes.exam_year
            and measure_subjects.subject = outcomes.subject
            and found.school_code = outcomes.school_code
    left join scores
        on
            measures.kind = 'score_ratio'
            and found.campaign = scores.campaign
            and measures.exam = scores.exam
            and found.exam_year = scores.exam_year
            and outcomes.subject = scores.subject
            and found.school_code = scores.school_code
    where
        case scores.scale
            when 'primary_score' then outcomes.primary_score is not null
            when 'score' then outcomes.score is not null
            when 'mark' then outcomes.mark is not null
            else measures.kind <> 'score_ratio'
        end
)

select
    counted.campaign,
    counted.school_code,
    counted.measure as indicator,
    counted.exam,
    counted.exam_year,
    campaigns.exam_year_last - counted.exam_year as years_back,
    counted.exam_year = campaigns.reporting_year as in_reporting_year,
    counted.subject,
    counted.scale,
    counted.region_participants,
    counted.file,
    counted.file_sha256,
    list(counted.line order by counted.line) as lines
from counted
inner join campaigns on counted.campaign = campaigns.campaign
group by
    counted.campaign, counted.school_code, counted.measure, counted.exam, counted.exam_year,
    campaigns.exam_year_last, campaigns.reporting_year, counted.subject, counted.scale,
    counted.region_participants, counted.file, counted.file_sha256
