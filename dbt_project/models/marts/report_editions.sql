with campaigns as (select * from {{ ref('int_campaigns') }}),

editions as (select * from {{ ref('editions') }}),

dated as (
    select
        campaigns.campaign,
        campaigns.first_day,
        campaigns.entry_campaign,
        editions.edition,
        editions.name_ru,
        cast(
            campaigns.campaign_year || '-' || editions.cutoff_month || '-' || editions.cutoff_day as date
        ) as cutoff
    from campaigns
    inner join editions on campaigns.wave = editions.wave
)

-- before the final wave the entry wave is what is known of the schools
select
    campaign,
    edition,
    cutoff,
    name_ru,
    case when first_day <= cutoff then campaign else entry_campaign end as wave_campaign
from dated
