with cells as (
    select * from {{ ref('int_project_variables') }}
    where part = 'support'
),

support as (
    select
        campaign,
        school_code,
        municipality_code,
        {%- for variable in [
            'psychologist_pupils', 'speech_therapist_pupils', 'posts_psychologist', 'posts_special_needs_teacher',
            'posts_speech_therapist', 'posts_social_pedagogue', 'posts_teacher', 'posts_additional_education'
        ] %}
        max(case when variable = '{{ variable }}' then number end) as {{ variable }},
        {%- endfor %}
        sum(case when variable like 'posts\_%' escape '\' then number end) as posts
    from cells
    group by campaign, school_code, municipality_code
)

select
    campaign,
    school_code,
    municipality_code,
    cast(psychologist_pupils as integer) as psychologist_pupils,
    cast(speech_therapist_pupils as integer) as speech_therapist_pupils,
    posts_psychologist,
    posts_special_needs_teacher,
    posts_speech_therapist,
    posts_social_pedagogue,
    posts_teacher,
    posts_additional_education,
    posts
from support
