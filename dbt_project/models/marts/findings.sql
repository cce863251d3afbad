with campaigns as (select * from {{ ref('int_campaigns') }}),

texts as (select * from {{ ref('finding_texts') }}),

tests as (
    select
        campaign,
        no,
        count(*) as tests,
        count(case when holds then 1 end) as tests_holding,
        count(case when not holds then 1 end) as tests_failing,
        count(case when holds is null then 1 end) as tests_open
    from {{ ref('finding_tests') }}
    group by campaign, no
),

in_force as (
    select
        campaigns.campaign,
        max(texts.valid_from) as valid_from
    from campaigns
    inner join texts on campaigns.campaign >= texts.valid_from
    group by campaigns.campaign
),

-- undecided only where the tests that have no answer could turn it
judged as (
    select
        in_force.campaign,
        texts.no,
        texts.text_ru,
        texts.opposite_ru,
        tests.tests,
        tests.tests_holding,
        tests.tests_failing,
        case
            when tests.tests_holding > texts.share_exceeded * tests.tests then 'borne'
            when tests.tests_holding + tests.tests_open > texts.share_exceeded * tests.tests then 'undecided'
            else 'not_borne'
        end as state
    from in_force
    inner join texts on in_force.valid_from = texts.valid_from
    inner join tests
        on
            in_force.campaign = tests.campaign
            and texts.no = tests.no
)

select
    campaign,
    no,
    state,
    case state when 'borne' then text_ru when 'not_borne' then opposite_ru end as text_ru,
    tests,
    tests_holding,
    case state when 'borne' then tests_holding when 'not_borne' then tests_failing end as tests_bearing
from judged
