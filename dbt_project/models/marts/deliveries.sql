with deliveries as (select * from {{ ref('stg_deliveries') }}),

received as (select * from {{ ref('stg_received') }}),

deadlines as (
    select
        campaigns.campaign,
        make_date(campaigns.campaign_year, waves.month, waves.deadline_day) as deadline
    from {{ ref('int_campaigns') }} as campaigns
    inner join {{ ref('waves') }} as waves on campaigns.wave = waves.wave
)

select
    deliveries.campaign,
    deliveries.source,
    deliveries.municipality_code,
    deliveries.file,
    deliveries.file_sha256,
    deliveries.variant,
    deliveries.state,
    received.received_on,
    cast(
        case
            when received.received_on > deadlines.deadline
                then date_diff('day', deadlines.deadline, received.received_on)
            when received.received_on is not null then 0
        end as integer
    ) as days_late,
    deliveries.rows_in,
    deliveries.rows_kept,
    deliveries.rows_set_aside,
    deliveries.message_ru
from deliveries
left join received
    on
        deliveries.campaign = received.campaign
        and deliveries.file = received.sent_file
left join deadlines on deliveries.campaign = deadlines.campaign
