with trainees as (
    {{ institute_rows('training', 'trainees', {
        'programme_no': ['trainee_programme', 'integer'],
        'municipality_code': ['trainee_municipality', 'varchar'],
        'position': ['trainee_position', 'varchar'],
        'trained': ['trained', 'bigint'],
    }) }}
),

programmes as (select * from {{ ref('training_programmes') }}),

municipalities as (select * from {{ ref('stg_registry_municipalities') }}),

positions as (
    select * from {{ ref('choices') }}
    where variable = 'trainee_position'
)

select
    trainees.campaign,
    trainees.programme_no,
    programmes.programme_ru,
    trainees.municipality_code,
    municipalities.municipality_name,
    trainees.position,
    positions.text_ru as position_ru,
    cast(sum(trainees.trained) as bigint) as trained
from trainees
-- who was trained in a programme that is not known enters no figure
inner join programmes
    on
        trainees.campaign = programmes.campaign
        and trainees.programme_no = programmes.programme_no
left join municipalities
    on
        trainees.campaign = municipalities.campaign
        and trainees.municipality_code = municipalities.municipality_code
left join positions on trainees.position = positions.code
group by
    trainees.campaign, trainees.programme_no, programmes.programme_ru, trainees.municipality_code,
    municipalities.municipality_name, trainees.position, positions.text_ru
