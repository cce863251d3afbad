"""The dbt project compiled once per change: what Dagster and the lineage read instead of asking dbt in every run."""

import json
import os
import subprocess
from functools import cache
from pathlib import Path

from orchestration.intake.schemas import LANDING
from orchestration.lineage.columns import Column, column_lineage
from orchestration.lineage.seal import fingerprint
from orchestration.places import PROJECT

DBT = PROJECT / "dbt_project"
MANIFEST = DBT / "target" / "manifest.json"
COLUMNS = DBT / "target" / "columns.json"
READ = DBT / "target" / "read.sha256"  # of the project's files as they were read
FILES = ("dbt_project/**/*.sql", "dbt_project/**/*.yml", "dbt_project/**/*.csv")


class StaleGraphError(RuntimeError):
    """The dbt project is not the one that Dagster knows the graph of."""


def compile_graph(work: Path) -> None:
    """Compile the dbt project into its manifest, and write beside it what each column says of itself and is made of.

    work: the default region's work file; under another profile dbt would parse everything again in each run.
    Raises CalledProcessError, dbt's own words printed, where the project does not compile.
    """
    work.parent.mkdir(parents=True, exist_ok=True)
    read = fingerprint(*FILES)
    command = [
        "dbt",
        "--quiet",
        "compile",
        "--no-print",
        "--project-dir",
        str(DBT),
        "--profiles-dir",
        str(DBT),
    ]
    subprocess.run(command, env={**os.environ, "WAREHOUSE_PATH": str(work)}, check=True)
    landed = {table: list(schema.columns) for table, schema in LANDING.items()}
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    described = {
        (node["schema"], node["name"], name): column["description"]
        for node in manifest["nodes"].values()
        for name, column in node.get("columns", {}).items()
    }
    found = column_lineage(manifest, landed)
    rows = [[*column, said, sorted(found.get(column, ()))] for column, said in sorted(described.items())]
    COLUMNS.write_text(json.dumps(rows), encoding="utf-8")
    READ.write_text(read, encoding="utf-8")


def forget_other_checkout(target: Path, project: Path = PROJECT) -> None:
    """Remove what dbt remembers of the project where another folder's left it: it would read the seeds of that folder.

    target: where a region's runs leave dbt's artifacts; it outlives the folder that the code of a year lies in.
    """
    of_project = target / "checkout"
    if not of_project.exists() or of_project.read_text(encoding="utf-8") != str(project):
        (target / "partial_parse.msgpack").unlink(missing_ok=True)
        target.mkdir(parents=True, exist_ok=True)
        of_project.write_text(str(project), encoding="utf-8")


def require_current_graph() -> None:
    """Raises StaleGraphError, which names the remedy, where the dbt project changed since compile_graph read it."""
    written = all(file.exists() for file in (MANIFEST, COLUMNS, READ))
    if not written or READ.read_text(encoding="utf-8") != fingerprint(*FILES):
        raise StaleGraphError(
            "the dbt project was never read, or changed since: run `python -m orchestration graph` "
            "(`make` does it by itself), and restart the UI where it runs"
        )


def read_lineage() -> dict[Column, list[Column]]:
    """The columns that each model's column depends on, as compile_graph wrote them; a seed's depends on none."""
    return {column: parents for column, _, parents in _read_columns()}


def read_descriptions() -> dict[Column, str]:
    """What each model and seed says of its columns, as compile_graph wrote it."""
    return {column: described for column, described, _ in _read_columns()}


@cache
def _read_columns() -> list[tuple[Column, str, list[Column]]]:
    rows = json.loads(COLUMNS.read_text(encoding="utf-8"))
    return [
        ((schema, table, name), described, [tuple(parent) for parent in parents])
        for schema, table, name, described, parents in rows
    ]
