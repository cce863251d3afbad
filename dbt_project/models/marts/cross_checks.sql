with campaigns as (select * from {{ ref('int_campaigns') }}),

variables as (select * from {{ ref('variables') }}),

-- «х» counts as none, as in the checks within a workbook; a blank is compared with nothing
answers as (
    select
        campaign,
        school_code,
        variable,
        case when state = 'not_applicable' then 0 else number end as number,
        raw_text,
        file,
        file_sha256,
        sheet,
        cell
    from {{ ref('stg_answers') }}
    where state in ('answered', 'not_applicable')
),

bands as (
    select
        rules.rule,
        rules.from_campaign,
        rules.source,
        rules.side,
        rules.severity,
        rules.for_signature,
        rules.sentence_ru,
        rules.remedy_ru,
        bands.variable,
        bands.compared_with,
        bands.waves,
        bands.tolerance,
        bands.ratio
    from {{ ref('cross_rules') }} as rules
    inner join {{ ref('cross_bands') }} as bands on rules.rule = bands.rule
),

compared as (
    select
        answers.campaign,
        answers.school_code,
        answers.variable,
        answers.file,
        answers.file_sha256,
        answers.sheet,
        answers.cell,
        answers.raw_text,
        answers.number as value,
        bands.source,
        bands.compared_with,
        said.number as other_value,
        said.said_in as other_campaign,
        said.file as other_file,
        said.sheet as other_sheet,
        said.cell as other_cell,
        bands.rule,
        bands.side,
        bands.tolerance,
        bands.ratio,
        bands.severity,
        bands.for_signature,
        bands.sentence_ru,
        bands.remedy_ru
    from answers
    inner join bands
        on
            answers.variable = bands.variable
            and answers.campaign >= bands.from_campaign
    inner join {{ ref('int_cross_references') }} as said
        on
            answers.campaign = said.campaign
            and answers.school_code = said.school_code
            and bands.source = said.source
            and bands.compared_with = said.fact
    inner join campaigns as here on answers.campaign = here.campaign
    inner join campaigns as there on said.said_in = there.campaign
    where coalesce(bands.waves, '') in ('', there.wave || '>' || here.wave)
),

-- beyond the band by both its measures: a few pupils more are no leap, nor is a small share of many
broken as (
    select * from compared
    where
        abs(value - other_value) > tolerance
        and greatest(value, other_value) > ratio * least(value, other_value)
        and (side = 'any' or value > other_value)
),

worded as (
    select
        broken.*,
        variables.name_ru,
        {%- for number in ['value', 'other_value'] %}
        case
            when variables.kind = 'yes_no' then if(broken.{{ number }} = 0, 'нет', 'да')
            else replace(printf('%g', broken.{{ number }}), '.', ',')
        end as {{ number }}_ru,
        {%- endfor %}
        concat_ws(
            ', ',
            case
                when broken.source = 'last_campaign' then 'форма ' || broken.other_campaign
                else split_part(broken.other_file, '/', -1)
            end,
            'лист «' || broken.other_sheet || '»',
            'ячейка ' || broken.other_cell
        ) as where_ru
    from broken
    inner join variables on broken.variable = variables.variable
)

select
    worded.campaign,
    schools.municipality_code,
    worded.school_code,
    worded.variable,
    worded.file,
    worded.file_sha256,
    worded.sheet,
    worded.cell,
    worded.raw_text,
    worded.value,
    worded.source as compared_source,
    worded.compared_with,
    worded.other_value,
    worded.other_campaign,
    worded.other_file,
    worded.other_sheet,
    worded.other_cell,
    worded.rule,
    worded.severity,
    worded.for_signature = 'yes' as for_signature,
    replace(
        replace(
            replace(replace(worded.sentence_ru, '{name}', worded.name_ru), '{value}', worded.value_ru),
            '{other}', worded.other_value_ru
        ),
        '{where}', worded.where_ru
    ) as sentence_ru,
    worded.remedy_ru
from worded
inner join {{ ref('int_schools') }} as schools
    on
        worded.campaign = schools.campaign
        and worded.school_code = schools.school_code
