-- a group's schools either answered, are unknown or not applicable; none is lost
select
    campaign,
    group_kind,
    group_code,
    indicator,
    schools,
    answered,
    unknown,
    not_applicable
from {{ ref('indicator_statistics') }}
where schools <> answered + unknown + not_applicable
