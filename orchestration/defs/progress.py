"""Progress of a run for whoever waits at the command line: a line per step, and what went wrong."""

import logging

import click
import dagster as dg
from dagster import DagsterEvent

from orchestration.defs.seal import REPLACED
from orchestration.forms.form import INSTITUTE

STEPS = {
    "raw_files": "looking at what was sent",
    "intake_registry": "reading the registry",
    "intake_answers": "reading the municipal workbooks",
    "intake_exam_results": "reading the exam exports",
    "intake_vpr_results": "reading the VPR exports",
    "intake_received": "reading the journal of receipt",
    **{f"intake_{form}": f"reading the institute's {form.replace('_', ' ')}" for form in INSTITUTE},
    "warehouse": "building and testing the warehouse with dbt",
    "published__marts_snapshot": "publishing the marts",
}
REPORTS, TRACE = "reports", "_RemoteTraceback"


class ProgressHandler(logging.Handler):
    """Prints the start of each step, each report made, and the cause of a failure; the whole trace stands in the UI."""

    def emit(self, record: logging.LogRecord) -> None:
        """A line for a step's start, the innermost error for its failure, every warning of our own.

        A report's line comes when its files are made: the step of one that the wave does not have makes none.
        """
        event: DagsterEvent | None = getattr(record, "dagster_event", None)
        if event is not None and event.is_step_start:
            step = event.step_key or ""
            if not step.startswith(f"{REPORTS}__"):
                click.echo(f"  {STEPS.get(step, step)} ...", err=True)
        elif event is not None and event.is_step_materialization:
            made = event.step_materialization_data.materialization
            if made.asset_key.path[0] == REPORTS and _has_files(made):
                click.echo(f"  made {made.asset_key.to_user_string()}", err=True)
            for file in _replaced(made):
                click.echo(f"  {file} was replaced after it was read: run again", err=True)
        elif event is not None and event.is_step_failure:
            error = event.step_failure_data.error
            # below what another process raised hangs its trace
            while error is not None and error.cause is not None and error.cause.cls_name != TRACE:
                error = error.cause
            click.echo(f"  {event.step_key} failed: {error.message.strip() if error else ''}", err=True)


def _has_files(made: dg.AssetMaterialization) -> bool:
    """Whether the step made files; one that counts none is taken to have made some."""
    files = made.metadata.get("files")
    return files is None or bool(files.value)


def _replaced(made: dg.AssetMaterialization) -> list[str]:
    """The files that the seal found to be no more what was read of them."""
    told = made.metadata.get(REPLACED)
    return [str(file) for file in told.value or ()] if isinstance(told, dg.JsonMetadataValue) else []


@dg.logger
def progress(_context: dg.InitLoggerContext) -> logging.Logger:
    """The logger of runs from the command line, in place of Dagster's console."""
    logger = logging.Logger("progress", level=logging.DEBUG)
    logger.addHandler(ProgressHandler())
    return logger
