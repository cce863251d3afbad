with school_dynamics as (select * from {{ ref('school_dynamics') }}),

groups as (
    {{ in_groups('school_dynamics') }}
),

counted as (
    {%- for indicator in ['indicator', 'cast(null as varchar)'] %}
    select
        campaign,
        group_kind,
        group_code,
        {{ indicator }} as indicator,
        {%- for outcome in ['better', 'worse', 'changed', 'unchanged', 'not_comparable'] %}
        count(case when outcome = '{{ outcome }}' then 1 end) as {{ outcome }},
        {%- endfor %}
        count(case when outcome <> 'not_comparable' then 1 end) as compared
    from groups
    group by campaign, group_kind, group_code{{ ', indicator' if loop.first }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    campaign,
    group_kind,
    group_code,
    indicator,
    compared,
    better,
    worse,
    changed,
    unchanged,
    not_comparable,
    {{ safe_divide('better', 'compared') }} as improved_share
from counted
