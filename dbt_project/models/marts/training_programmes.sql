with programmes as (
    {{ institute_rows('training', 'training_programmes', {
        'programme_ru': ['programme_name', 'varchar'],
        'hours': ['programme_hours', 'integer'],
        'state': ['programme_state', 'varchar'],
        'starts': ['training_start', 'date'],
        'ends': ['training_end', 'date'],
    }) }}
),

trainees as (
    {{ institute_rows('training', 'trainees', {
        'programme_no': ['trainee_programme', 'integer'],
        'trained': ['trained', 'bigint'],
    }) }}
),

trained as (
    select
        campaign,
        programme_no,
        sum(trained) as trained
    from trainees
    group by campaign, programme_no
)

select
    programmes.campaign,
    cast(programmes.row_no as integer) as programme_no,
    programmes.programme_ru,
    programmes.hours,
    programmes.state,
    programmes.starts,
    programmes.ends,
    cast(coalesce(trained.trained, 0) as bigint) as trained
from programmes
left join trained
    on
        programmes.campaign = trained.campaign
        and cast(programmes.row_no as integer) = trained.programme_no
