with aside as (select * from {{ ref('stg_set_aside') }}),

-- answers that another source contradicts stand with them: their senders are asked
contradicted as (
    select
        campaign,
        'answers' as source,
        municipality_code,
        school_code as entity,
        variable,
        file,
        file_sha256,
        sheet,
        cell,
        cast(null as integer) as line,
        raw_text as shown,
        rule,
        severity,
        sentence_ru,
        remedy_ru
    from {{ ref('cross_checks') }}
),

told as (
    select * from aside
    union all
    select * from contradicted
)

select
    told.campaign,
    told.source,
    told.municipality_code,
    told.entity,
    told.variable,
    told.file,
    told.file_sha256,
    told.sheet,
    told.cell,
    told.line,
    told.shown,
    told.rule,
    told.severity,
    told.sentence_ru,
    told.remedy_ru
from told
