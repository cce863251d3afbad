with seminars as (
    {{ institute_rows('seminars', 'seminars', {
        'date': ['seminar_date', 'date'],
        'date_precision': ['seminar_date_precision', 'varchar'],
        'topic_ru': ['seminar_topic', 'varchar'],
        'speakers_ru': ['seminar_speakers', 'varchar'],
        'attendance': ['seminar_attendance', 'bigint'],
        'unit': ['seminar_unit', 'varchar'],
        'recording_ru': ['seminar_recording', 'varchar'],
    }) }}
),

numbered as (
    select
        campaign,
        cast(row_no as integer) as no,
        date,
        coalesce(date_precision, 'day') as date_precision,
        topic_ru,
        speakers_ru,
        attendance,
        unit,
        recording_ru
    from seminars
)

select
    campaign,
    cast(row_number() over (partition by campaign order by date, no) as integer) as position,
    no,
    date,
    date_precision,
    topic_ru,
    speakers_ru,
    attendance,
    unit,
    recording_ru
from numbered
