"""Progress of a run for whoever waits at the command line: a line per step, none of Dagster's own."""

import logging
import sys

import dagster as dg

STEPS = {
    "intake_registry": "reading the registry",
    "intake_answers": "reading the municipal workbooks",
    "intake_exam_results": "reading the exam exports",
    "warehouse": "building and testing the warehouse with dbt",
    "published__marts_snapshot": "publishing the marts",
}


class ProgressHandler(logging.Handler):
    """Prints the start of a step and the failure of one."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a line for a record that carries a step's start."""
        event = getattr(record, "dagster_event", None)
        if event is not None and event.is_step_start:
            step = event.step_key or ""
            print(f"  {STEPS.get(step, step.replace('__', ' '))} ...", flush=True)
        elif record.levelno >= logging.ERROR:
            print(record.getMessage(), file=sys.stderr, flush=True)


@dg.logger
def progress(_context: dg.InitLoggerContext) -> logging.Logger:
    """A logger with the one handler; runs from the command line use it in place of the console logger."""
    logger = logging.Logger("progress", level=logging.INFO)
    logger.addHandler(ProgressHandler())
    return logger
