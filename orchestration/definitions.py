"""The code location: what workspace.yaml serves."""

import dagster as dg

from orchestration.defs.ahead import AheadResource
from orchestration.defs.documents import documents, no_typed_figures
from orchestration.defs.intake import intakes
from orchestration.defs.jobs import campaign_job, schedules
from orchestration.defs.passports import passports
from orchestration.defs.progress import progress
from orchestration.defs.raw import raw_files
from orchestration.defs.reports import tables
from orchestration.defs.resources import Region, dbt_resource
from orchestration.defs.returned import returned_workbooks
from orchestration.defs.seal import seal_asset
from orchestration.defs.warehouse import marts_snapshot, warehouse

reports = [*tables, *documents, *passports, returned_workbooks]
seal = seal_asset([marts_snapshot, *reports])

defs = dg.Definitions(
    assets=[raw_files, *intakes, warehouse, marts_snapshot, *reports, seal],
    asset_checks=[no_typed_figures],
    jobs=[campaign_job],
    schedules=schedules,
    resources={"region": Region(), "dbt": dbt_resource(), "ahead": AheadResource()},
    loggers={"progress": progress},
    executor=dg.in_process_executor,
)
