with rules as (select * from {{ ref('exam_rules') }})

-- the rules of a kind as the rows that pass them: one equality join instead of a chain of conditions
select
    categories.kind,
    categories.valid_from as exam_rules_from,
    categories.value as category,
    forms.value as form,
    stages.value as stage,
    statuses.value as status,
    sittings.value as sitting
from rules as categories
inner join rules as forms
    on categories.kind = forms.kind and categories.valid_from = forms.valid_from
inner join rules as stages
    on categories.kind = stages.kind and categories.valid_from = stages.valid_from
inner join rules as statuses
    on categories.kind = statuses.kind and categories.valid_from = statuses.valid_from
inner join rules as sittings
    on categories.kind = sittings.kind and categories.valid_from = sittings.valid_from
where
    categories.aspect = 'category'
    and forms.aspect = 'form'
    and stages.aspect = 'stage'
    and statuses.aspect = 'status'
    and sittings.aspect = 'sitting'
