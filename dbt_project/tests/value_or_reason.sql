-- a figure has a value, or says why not; never both, never neither
select
    campaign,
    school_code,
    indicator,
    value,
    status,
    missing_reason
from {{ ref('school_indicators') }}
where
    (value is null) <> (missing_reason is not null)
    or (status = 'value') <> (value is not null)
