"""A campaign run from the command line: the same job as in the UI, in this process, recorded in the same instance."""

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import click
import dagster as dg

from orchestration.definitions import defs
from orchestration.defs.jobs import campaign_job
from orchestration.defs.left_runs import end_left_runs, process_tags
from orchestration.defs.resources import Region, dbt_resource
from orchestration.forms.campaign import Campaign
from orchestration.places import Places
from orchestration.reports.summary import summarise
from orchestration.warehouse.failures import data_tests, failures_text
from orchestration.warehouse.landing import is_landed


def run_campaign(campaign: str, raw: Path, home: Path) -> int:
    """Run the campaign, print its progress and what came out; 0 when the tables were made.

    A final wave is compared with the entry wave of its year: where that was never run here, it is run first.
    Where a step fails, its error is printed and the former tables and marts stay as they were.
    """
    places = Places(raw.resolve(), home.resolve())
    if campaign not in places.campaigns():
        click.echo(
            f"{raw} holds no campaign {campaign}; it holds: {', '.join(places.campaigns()) or 'none'}",
            err=True,
        )
        return 2
    before = entry_to_run(campaign, places)
    if before:
        click.echo(
            f"campaign {campaign} is compared with {before}, which was not run here yet: it comes first"
        )
    for key in filter(None, (before, campaign)):
        click.echo(f"campaign {key} from {raw}")
        run_id, success = _run(key, places)
        if not success:
            click.echo(f"run {run_id} failed; the former tables and marts stay as they were", err=True)
            return 1
        click.echo(summarise(places.marts, key, places.reports / key))
    return 0


def entry_to_run(campaign: str, places: Places) -> str | None:
    """The entry campaign of the same year, where raw holds it and it was not landed yet."""
    entry = Campaign.parse(campaign).entry.key
    if entry == campaign or entry not in places.campaigns() or is_landed(places.work, entry):
        return None
    return entry


def _run(campaign: str, places: Places) -> tuple[str, bool]:
    """The run's id, and whether it went well."""
    # dbt's own lines, some hundreds, stand in the run's page; here a line per step is enough
    with dg.DagsterInstance.get() as instance, redirect_stdout(StringIO()):
        for run in end_left_runs(instance):
            click.echo(f"  run {run} was killed; its place is free again", err=True)
        result = defs.resolve_job_def(campaign_job.name).execute_in_process(
            partition_key=campaign,
            instance=instance,
            tags=process_tags(),
            resources={"region": Region(raw=str(places.raw), home=str(places.home)), "dbt": dbt_resource()},
            run_config={"loggers": {"progress": {}}},
            raise_on_error=False,
        )
    failed = [check.check_name for check in result.get_asset_check_evaluations() if not check.passed]
    if tests := data_tests(failed):
        click.echo(failures_text(places.work, tests), err=True)
    return result.run_id, result.success
