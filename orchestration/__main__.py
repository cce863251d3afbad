"""`python -m orchestration`: the commands behind the README's."""

import atexit
import gc
import os
import sys
from pathlib import Path
from typing import Never

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
    # what a run makes lives to its end, a minute: to look for garbage in it takes a second and finds 40 MB
    gc.disable()
    from orchestration.side_by_side import get_ready

    get_ready()
    from orchestration.warehouse.graph import StaleGraphError, require_current_graph

    try:
        require_current_graph()
    except StaleGraphError as error:
        raise click.ClickException(str(error)) from error
    from orchestration.defs.run import run_campaign

    _leave(run_campaign(campaign, raw, home))


def _leave(status: int) -> Never:
    """End the process at once: Python would take apart first, object by object, all that a run made, for a second."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    os._exit(status)


@main.command()
@click.option("--campaign", type=CampaignKey(), default="2018-03", show_default=True)
@click.option("--raw", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("raw"))
@click.option("--home", type=click.Path(path_type=Path), default=Path(), help="where reports/ goes")
def forms(campaign: str, raw: Path, home: Path) -> None:
    """Write the campaign's blank forms, a workbook per municipality of its registry; the list, once made, to be approved."""
    from orchestration.intake.registry import RegistryError, read_registry
    from orchestration.outgoing.blank_forms import write_blank_forms
    from orchestration.outgoing.draft_list import write_draft_list
    from orchestration.outgoing.work_tables import NoListError

    places, wave = Places(raw.resolve(), home.resolve()), Campaign.parse(campaign)
    try:
        registry = read_registry(places.raw, wave)
        written = write_blank_forms(registry.rows, places.work, wave, places.reports)
        written += write_draft_list(places.work, wave, places.reports)
    except (RegistryError, NoListError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{len(written)} forms: {home / 'reports' / campaign / 'forms'}")


@main.command()
def graph() -> None:
    """Read the dbt project into what Dagster learns the graph from: its manifest and its column lineage."""
    from orchestration.warehouse.graph import compile_graph

    compile_graph(Places.from_environment().work)


@main.command()
@click.argument("table")
@click.option("--row", default="", help="as the table counts: an indicator's number, a municipality's place")
@click.option("--column", default="", help="as the table's mart names it: mean, max_note, low_results")
@click.option("--campaign", type=CampaignKey(), default="2018-03", show_default=True)
@click.option("--school", default=None, help="one school alone, by its code, down to each exam line")
@click.option("--json", "as_json", is_flag=True, help="everything, as JSON")
@click.option("--home", type=click.Path(path_type=Path), default=Path(), help="where warehouse/ lies")
def trace(
    table: str, row: str, column: str, campaign: str, school: str | None, as_json: bool, home: Path
) -> None:
    """Show what a figure of a table was made of, down to the cells: trace table_1 --row 15 --column mean."""
    from orchestration.lineage.trace import UnknownFigureError
    from orchestration.lineage.trace import trace as traced
    from orchestration.lineage.trace_text import trace_json, trace_text
    from orchestration.reports.marts import reading

    try:
        with reading(_published(home)) as connection:
            found = traced(connection, campaign, f"{table}/{row}/{column}", school)
    except UnknownFigureError as error:
        raise click.ClickException(str(error)) from error
    click.echo(trace_json(found) if as_json else trace_text(found))


@main.command()
@click.argument("file")
@click.argument("place", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="everything, as JSON")
@click.option("--home", type=click.Path(path_type=Path), default=Path(), help="where warehouse/ lies")
def forward(file: str, place: tuple[str, ...], as_json: bool, home: Path) -> None:
    """Show which printed figures a cell may move: forward 2018-03/municipal/201.xlsx Педагоги F9.

    Of an exam export a line: forward 2018-03/exams/ege_2017.csv.zip 120.
    """
    from orchestration.forms.file_names import masked
    from orchestration.lineage.forward import (
        NothingDependsError,
        forward_json,
        forward_text,
        ways_from,
        where,
    )
    from orchestration.reports.marts import reading

    if len(place) > 2 or (len(place) == 1 and not place[0].isdecimal()):
        raise click.UsageError("after the file its sheet and cell, or the number of a line of an exam export")
    try:
        with reading(_published(home)) as connection:
            ways = ways_from(connection, masked(file), *place)
    except NothingDependsError as error:
        raise click.ClickException(str(error)) from error
    click.echo(forward_json(ways) if as_json else forward_text(where(file, *place), ways))


def _published(home: Path) -> Path:
    marts = Places(home / "raw", home).marts
    if not marts.exists():
        raise click.ClickException(f"{marts} is not there: `make report` publishes it")
    return marts


@main.command()
@click.option("--campaign", type=CampaignKey(), default="2018-03", show_default=True)
@click.option("--raw", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("raw"))
@click.option(
    "--home", type=click.Path(path_type=Path), default=Path(), help="where warehouse/ and reports/ lie"
)
def verify(campaign: str, raw: Path, home: Path) -> None:
    """Hold a publication against its inputs: files, rules, code, versions, reports and marts by their hashes."""
    from orchestration.lineage.seal import Seal, departures, seal_file
    from orchestration.warehouse.contents import of_campaign, published_contents

    places = Places(raw.resolve(), home.resolve())
    file = seal_file(places, campaign)
    if not file.exists():
        raise click.ClickException(f"{file} is not there: {campaign} was not published, or not in full")
    seal = Seal.read(file)
    marts = of_campaign(published_contents(places.marts), campaign) if places.marts.exists() else {}
    found = departures(places, seal, marts)
    click.echo(f"campaign {campaign}, sealed {seal.sealed_at} by run {seal.run_id}")
    click.echo("\n".join(f"  {line}" for line in found) or "  everything is as it was sealed")
    raise SystemExit(1 if found else 0)


@main.command()
@click.option("--campaign", type=CampaignKey(), default="2018-03", show_default=True)
@click.option("--raw", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("raw"))
def bench(campaign: str, raw: Path) -> None:
    """Time a run: how it splits between Dagster, dbt, reading and SQL."""
    from orchestration.defs.bench import bench_campaign

    bench_campaign(campaign, raw)


if __name__ == "__main__":
    main(prog_name="python -m orchestration")
