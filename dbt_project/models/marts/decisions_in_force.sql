with campaigns as (select * from {{ ref('int_campaigns') }}),

decisions as (
    select * from {{ ref('decisions') }}
    where overtaken_by is null
)

-- the last decision of the year about a school, delivered by the campaign, is the one that stands
select
    campaigns.campaign,
    decisions.school_code,
    decisions.school_name,
    decisions.municipality_code,
    decisions.campaign as decided_in,
    decisions.no,
    decisions.action,
    decisions.date,
    decisions.document || ' от ' || strftime(decisions.date, '%d.%m.%Y') as decision_ru,
    decisions.reason_ru,
    decisions.author_ru,
    decisions.file,
    decisions.file_sha256,
    decisions.sheet,
    decisions.cell
from decisions
inner join campaigns as deciding on decisions.campaign = deciding.campaign
inner join campaigns
    on
        deciding.campaign_year = campaigns.campaign_year
        and deciding.campaign <= campaigns.campaign
qualify
    row_number() over (
        partition by campaigns.campaign, decisions.school_code
        order by decisions.date desc, decisions.campaign desc
    ) = 1
