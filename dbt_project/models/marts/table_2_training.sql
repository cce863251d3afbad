with programmes as (select * from {{ ref('training_programmes') }})

select
    campaign,
    cast(row_number() over (partition by campaign order by programme_no) as integer) as position,
    programme_no as no,
    programme_ru,
    trained
from programmes
union all
select
    campaign,
    cast(count(*) + 1 as integer) as position,
    cast(null as integer) as no,
    'Итого' as programme_ru,
    cast(sum(trained) as bigint) as trained
from programmes
group by campaign
