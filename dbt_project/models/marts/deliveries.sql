with deliveries as (select * from {{ ref('stg_deliveries') }}),

received as (select * from {{ ref('stg_received') }}),

-- another year's deadline is another row, so that who was late in the years before stays as it was
deadlines as (
    select
        campaigns.campaign,
        make_date(
            campaigns.campaign_year, waves.month, max_by(declared.day, declared.valid_from)
        ) as deadline
    from {{ ref('int_campaigns') }} as campaigns
    inner join {{ ref('waves') }} as waves on campaigns.wave = waves.wave
    inner join {{ ref('deadlines') }} as declared
        on
            campaigns.wave = declared.wave
            and campaigns.campaign >= declared.valid_from
    group by campaigns.campaign, campaigns.campaign_year, waves.month
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
