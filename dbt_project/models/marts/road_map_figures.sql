with items as (
    select * from {{ ref('int_road_map') }}
    where item_done is not null and is_catalogued
),

patterns as (select * from {{ ref('road_map_patterns') }}),

facts as (select * from {{ ref('int_facts') }}),

-- the part of the text that speaks of the fact: a number, or a passage that lists things to be counted
passages as (
    select
        items.campaign,
        items.edition,
        items.no,
        patterns.fact,
        patterns.stated_in,
        patterns.counted,
        nullif(
            regexp_extract(
                case patterns.stated_in
                    when 'result' then items.result_stated_ru
                    when 'activity' then items.activity_ru
                    when 'period' then items.period_ru
                end,
                patterns.pattern,
                1
            ),
            ''
        ) as passage
    from items
    inner join patterns
        on
            items.campaign_year = patterns.campaign_year
            and items.no = patterns.no
),

stated as (
    select
        campaign,
        edition,
        no,
        fact,
        stated_in,
        case
            when counted is null then try_cast(passage as double)
            else cast(length(regexp_extract_all(passage, counted)) as double)
        end as stated
    from passages
)

select
    stated.campaign,
    stated.edition,
    stated.no,
    stated.fact,
    stated.stated_in,
    stated.stated,
    facts.value as computed,
    stated.stated = facts.value as agrees
from stated
left join facts
    on
        stated.campaign = facts.campaign
        and stated.edition = facts.edition
        and stated.fact = facts.fact
