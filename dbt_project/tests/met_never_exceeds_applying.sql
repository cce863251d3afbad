-- only a criterion that applies can be met
select
    campaign,
    rule_set,
    school_code
from {{ ref('school_clusters') }}
where results_met > results_applying or context_met > context_applying
