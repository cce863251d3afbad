"""What the assets are given: the places of a run and dbt."""

from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject

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


def dbt_resource() -> DbtCliResource:
    """The dbt of the virtual environment, on this project."""
    return DbtCliResource(project_dir=dbt_project)
