with campaigns as (select * from {{ ref('int_campaigns') }}),

catalogue as (select * from {{ ref('indicators') }}),

statistics as (
    select * from {{ ref('indicator_statistics') }}
    where group_kind = 'included'
),

cell_notes as (select * from {{ ref('cell_notes') }}),

lines as (
    select
        campaigns.campaign,
        catalogue.no,
        catalogue.indicator,
        replace(
            catalogue.name_ru,
            '{reporting_year}',
            (campaigns.reporting_year - 1) || '–' || campaigns.reporting_year
        ) as indicator_ru,
        coalesce(catalogue.mean_cell, '') as mean_cell_template,
        coalesce(catalogue.max_cell, '') as max_cell_template,
        coalesce(catalogue.min_cell, '') as min_cell_template,
        {{ round_half_up('statistics.mean', 'catalogue.mean_decimals') }} as mean,
        {{ round_half_up('statistics.maximum', 'catalogue.extreme_decimals') }} as maximum,
        {{ round_half_up('statistics.minimum', 'catalogue.extreme_decimals') }} as minimum,
        statistics.schools_above_zero,
        statistics.schools_at_minimum,
        statistics.schools_at_most_one,
        statistics.schools_with_yes,
        statistics.total,
        statistics.answered + statistics.unknown as schools_asked,
        statistics.answered as schools_answered
    from campaigns
    cross join catalogue
    left join statistics
        on
            campaigns.campaign = statistics.campaign
            and catalogue.indicator = statistics.indicator
),

-- the note of each cell: which placeholder its template holds, and the statistic that fills it
{%- for cell in ['mean', 'max', 'min'] %}
{{ cell }}_notes as (
    select
        lines.campaign,
        lines.no,
        cell_notes.note_kind,
        case cell_notes.statistic
            {%- for statistic in [
                'schools_above_zero', 'schools_at_minimum', 'schools_at_most_one', 'schools_with_yes', 'total'
            ] %}
            when '{{ statistic }}' then lines.{{ statistic }}
            {%- endfor %}
        end as note
    from lines
    inner join cell_notes
        on lines.{{ cell }}_cell_template like '%{' || cell_notes.placeholder || '}%'
    -- where nobody's value is known there is nothing to count
    where lines.mean is not null
){{ "," if not loop.last }}
{%- endfor %}

select
    lines.campaign,
    lines.no,
    lines.indicator,
    lines.indicator_ru,
    lines.mean_cell_template,
    lines.max_cell_template,
    lines.min_cell_template,
    case when lines.mean_cell_template like '%{mean}%' then lines.mean end as mean,
    cast(mean_notes.note as bigint) as mean_note,
    mean_notes.note_kind as mean_note_kind,
    case when lines.max_cell_template like '%{max}%' then lines.maximum end as max,
    cast(max_notes.note as bigint) as max_note,
    max_notes.note_kind as max_note_kind,
    case when lines.min_cell_template like '%{min}%' then lines.minimum end as min,
    cast(min_notes.note as bigint) as min_note,
    min_notes.note_kind as min_note_kind,
    lines.schools_asked,
    lines.schools_answered
from lines
left join mean_notes
    on
        lines.campaign = mean_notes.campaign
        and lines.no = mean_notes.no
left join max_notes
    on
        lines.campaign = max_notes.campaign
        and lines.no = max_notes.no
left join min_notes
    on
        lines.campaign = min_notes.campaign
        and lines.no = min_notes.no
