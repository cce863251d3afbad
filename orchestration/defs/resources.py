"""What the assets are given: the places of a run and dbt."""

from collections.abc import Sequence
from functools import cached_property
from importlib import metadata
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject
from packaging.version import Version

from orchestration.places import PROJECT, Places

WAREHOUSE_POOL = "warehouse"  # whoever writes the work file waits here: one writer at a time
OWNERS = ["team:monitoring"]

dbt_project = DbtProject(project_dir=PROJECT / "dbt_project", profiles_dir=PROJECT / "dbt_project")


class Region(dg.ConfigurableResource[Any]):
    """The region whose files are read. raw, home: folders; empty stands for RAW and MONITORING_HOME or their defaults."""

    raw: str = ""
    home: str = ""

    @property
    def places(self) -> Places:
        """The places, looked up when a run needs them."""
        found = Places.from_environment()
        return Places(
            Places(PROJECT / self.raw).raw.resolve() if self.raw else found.raw,
            (PROJECT / self.home).resolve() if self.home else found.home,
        )


class Dbt(DbtCliResource):
    """dbt as dagster-dbt runs it, without what takes three seconds of a run and is of no use here."""

    @cached_property
    def _cli_version(self) -> Version:
        """Asked of what is installed: the environment holds one dbt, and its command takes two seconds to name itself."""
        return Version(metadata.version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> None:  # type: ignore[override]  # dagster-dbt goes on without one
        """None: nothing here asks dagster-dbt to look into the tables, for which it would load dbt once more."""


def dbt_resource() -> Dbt:
    """The dbt of the virtual environment, on this project."""
    return Dbt(project_dir=str(dbt_project.project_dir), profiles_dir=str(dbt_project.profiles_dir))
