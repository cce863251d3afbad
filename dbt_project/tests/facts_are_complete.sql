{{ config(meta={'dagster': {'ref': {'name': 'report_facts'}}}) }}
-- every fact of the catalogue is computed, and every fact computed is in the catalogue
with computed as (select distinct fact from {{ ref('report_facts') }})

select
    catalogue.fact as in_catalogue,
    computed.fact as in_report
from {{ ref('facts') }} as catalogue
full outer join computed on catalogue.fact = computed.fact
where catalogue.fact is null or computed.fact is null
