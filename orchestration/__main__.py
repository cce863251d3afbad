"""`python -m orchestration`: the commands behind the README's."""

from pathlib import Path

import click

from orchestration.forms.campaign import Campaign
from orchestration.places import Places


class CampaignKey(click.ParamType[str]):
    """A campaign such as 2018-03."""

    name = "campaign"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The key, where there is such a wave; else the message says which months there are."""
        try:
            return Campaign.parse(value).key
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.group(help="The monitoring of schools, from raw files to the report's tables.")
def main() -> None:
    """Group of the commands."""


@main.command()
@click.option("--campaign", type=CampaignKey(), default="2018-03", show_default=True)
@click.option("--raw", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("raw"))
@click.option(
    "--home", type=click.Path(path_type=Path), default=Path(), help="where warehouse/ and reports/ go"
)
def report(campaign: str, raw: Path, home: Path) -> None:
    """Make the report of one campaign: intake, warehouse, tables, published marts."""
    from orchestration.defs.run import run_campaign

    raise SystemExit(run_campaign(campaign, raw, home))


@main.command()
def graph() -> None:
    """Read the dbt project into what Dagster learns the graph from: its manifest and its column lineage."""
    from orchestration.warehouse.graph import compile_graph

    compile_graph(Places.from_environment().work)


@main.command()
@click.option("--campaign", type=CampaignKey(), default="2018-03", show_default=True)
@click.option("--raw", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("raw"))
def bench(campaign: str, raw: Path) -> None:
    """Time a run: how it splits between Dagster, dbt, reading and SQL."""
    from orchestration.defs.bench import bench_campaign

    bench_campaign(campaign, raw)


if __name__ == "__main__":
    main(prog_name="python -m orchestration")
