with programmes as (select * from {{ ref('training_programmes') }}),

lines as (
    select
        campaign,
        row_number() over (partition by campaign order by programme_no) as position,
        programme_no as no,
        programme_ru,
        trained
    from programmes
),

total as (
    select
        campaign,
        count(*) + 1 as position,
        cast(null as integer) as no,
        'Итого' as programme_ru,
        sum(trained) as trained
    from programmes
    group by campaign
)

select
    campaign,
    cast(position as integer) as position,
    no,
    programme_ru,
    trained
from lines
union all
select
    campaign,
    cast(position as integer) as position,
    no,
    programme_ru,
    cast(trained as bigint) as trained
from total
