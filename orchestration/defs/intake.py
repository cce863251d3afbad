"""The intake assets: what was sent for a campaign, checked, landed in the warehouse; what was set aside beside it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import dagster as dg

from orchestration.defs.ahead import FIRST, LATER, begin
from orchestration.defs.campaigns import campaigns
from orchestration.defs.code import READING
from orchestration.defs.columns import LINEAGE, of_intake, schema_of_intake, table_lineage
from orchestration.defs.resources import OWNERS, WAREHOUSE_POOL, Region
from orchestration.forms.campaign import Campaign
from orchestration.forms.form import INSTITUTE
from orchestration.intake.deliveries import Intake
from orchestration.intake.exams import read_exams
from orchestration.intake.institute import read_institute
from orchestration.intake.received import read_received
from orchestration.intake.registry import codes_of, read_as_waiting, read_registry, schools_of
from orchestration.intake.schemas import OF_CELLS
from orchestration.intake.sent import require_as_read
from orchestration.intake.shield import shielded
from orchestration.intake.vpr import read_vpr
from orchestration.intake.workbooks import read_workbooks
from orchestration.places import Places
from orchestration.side_by_side import Ahead
from orchestration.warehouse.landing import land, landed_registry, tables_of

NAME_CODES = [form for form in INSTITUTE if form not in ("seminars", "road_map", "region")]
Reading = Callable[[], Intake]
# what a source's reading needs of the work file is looked up first: it may go on in another process
Reader = Callable[[Places, Campaign], Reading]


def intake_key(table: str) -> dg.AssetKey:
    """The asset of a table in the warehouse's `intake` schema; dbt's sources name the same keys."""
    return dg.AssetKey(["intake", table])


def intake_asset(
    source: str,
    sent: str,
    described: str,
    reader: Reader,
    *registry: dg.AssetKey,
    beside: Mapping[str, str] | None = None,
    then: Callable[[Places, Campaign], Mapping[str, Reading]] | None = None,
    **step: Any,
) -> dg.AssetsDefinition:
    """A source's table, its deliveries, its quarantine and what it has beside: assets of one step, replaced together.

    then: what is read of other sources, by their name, from when this one is landed. step: what else Dagster is told
    of the step.
    """
    described_tables = {source: described} | _described(source)
    described_tables |= {f"{source}_{name}": text for name, text in (beside or {}).items()}
    above = [dg.AssetKey(["raw", sent]), *registry]
    nothing_set_aside = dg.AssetCheckSpec(
        "nothing_set_aside", asset=intake_key(source), description="Every row that was sent went on"
    )

    @dg.multi_asset(
        name=f"intake_{source}",
        specs=[_spec(table, text, above) for table, text in described_tables.items()],
        check_specs=[nothing_set_aside],
        partitions_def=campaigns,
        pool=WAREHOUSE_POOL,
        **step,
    )
    def intake(
        context: dg.AssetExecutionContext, region: Region, ahead: dg.ResourceParam[Ahead]
    ) -> Iterator[Any]:
        places, campaign = region.places, Campaign.parse(context.partition_key)

        def read() -> Intake:
            reading = ahead.begun(intake_key(source).to_user_string()) or reader(places, campaign)
            return reading()

        intake, landed = shielded(lambda: _landed(read, places, campaign))
        if then:
            # what breaks there is told without a word of the files before it comes here
            others = then(places, campaign).items()
            begin(context, ahead, {intake_key(name): partial(shielded, reading) for name, reading in others})
        for table, (rows, version) in landed.items():
            yield dg.MaterializeResult(
                intake_key(table),
                data_version=dg.DataVersion(version),
                metadata={"dagster/row_count": rows, LINEAGE: table_lineage(of_intake(table, sent))},
            )
        yield _set_aside_check(intake, nothing_set_aside)

    return intake


def _described(source: str) -> dict[str, str]:
    """What each table holds that every source of the kind has beside its own rows."""
    tables = {
        f"{source}_deliveries": "Who sent what and when it could not be read: one row per file expected or sent",
        f"{source}_set_aside": "What did not go on, with its place, rule and remedy: one row per cell or line",
    }
    if source in OF_CELLS:
        tables[f"{source}_repairs"] = (
            "What was read otherwise than it stands, without doubt: one row per cell and repair, before and after"
        )
    return tables


def _spec(table: str, described: str, above: Sequence[dg.AssetKey]) -> dg.AssetSpec:
    return dg.AssetSpec(
        intake_key(table),
        deps=above,
        code_version=READING,
        description=described,
        group_name="intake",
        kinds={"python", "pandera", "duckdb"},
        owners=OWNERS,
        metadata={"dagster/column_schema": schema_of_intake(table)},
    )


def _landed(read: Reading, places: Places, campaign: Campaign) -> tuple[Intake, dict[str, tuple[int, str]]]:
    """What was read, and of each table that it now is in the work file how many rows there are and their hash."""
    intake = read()
    require_as_read(places.raw, intake.deliveries)
    tables = tables_of(intake)
    versions = land(places.work, campaign.key, tables)
    return intake, {table: (len(frame), versions[table]) for table, frame in tables.items()}


def _set_aside_check(intake: Intake, spec: dg.AssetCheckSpec) -> dg.AssetCheckResult:
    """A warning, never a stop: what was set aside waits in its table, the rest of the region goes on."""
    rules = sorted({problem.rule for problem in intake.problems})
    counts = {rule: sum(problem.rule == rule for problem in intake.problems) for rule in rules}
    return dg.AssetCheckResult(
        passed=not intake.problems,
        asset_key=spec.asset_key,
        check_name=spec.name,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"set aside by rule": counts},
    )


def _registry(places: Places, campaign: Campaign) -> Reading:
    return partial(read_registry, places.raw, campaign)


def _received(places: Places, campaign: Campaign) -> Reading:
    return partial(read_received, places.raw, campaign)


def _of_registered(places: Places, campaign: Campaign) -> dict[str, Reading]:
    """Those whose rows name what the registry knows, which is looked up once; those that take longest come last."""
    registry, unclear = landed_registry(places.work, campaign.key)
    codes, schools, waiting = codes_of(registry), schools_of(registry), partial(read_as_waiting, unclear)
    return {
        **{form: partial(read_institute, places.raw, campaign, form, codes) for form in NAME_CODES},
        "vpr_results": partial(waiting, read_vpr, places.raw, campaign, codes),
        "exam_results": partial(waiting, read_exams, places.raw, campaign, schools),
        "answers": partial(waiting, read_workbooks, places.raw, campaign, schools),
    }


def _registered(source: str) -> Reader:
    return lambda places, campaign: _of_registered(places, campaign)[source]


def _institute_asset(form: str) -> dg.AssetsDefinition:
    """A workbook of the institute; the registry is above it where its cells name schools or municipalities."""
    described = (
        f"What the institute's workbook says, one row per cell with its place: {INSTITUTE[form].description}"
    )
    if form in NAME_CODES:
        return intake_asset(form, f"institute_{form}", described, _registered(form), intake_key("registry"))

    def reader(places: Places, campaign: Campaign) -> Reading:
        return partial(read_institute, places.raw, campaign, form, {})

    return intake_asset(form, f"institute_{form}", described, reader)


registry = intake_asset(
    "registry",
    "registry",
    "The registry, one row per cell",
    _registry,
    then=_of_registered,
    op_tags=FIRST,
)
answers = intake_asset(
    "answers",
    "municipal_workbooks",
    "What the municipal workbooks say, one row per cell with its place",
    _registered("answers"),
    intake_key("registry"),
    beside={
        "unplaced": "Cells of rows that name no school of the sender: for the way back, never counted",
        "corrections": "What a corrected workbook says otherwise than the one it supersedes, one row per cell",
    },
    op_tags=LATER,
)
exam_results = intake_asset(
    "exam_results",
    "exam_exports",
    "Exam results, one row per participant and subject with its line; no names, a keyed hash for a participant",
    _registered("exam_results"),
    intake_key("registry"),
    beside={
        "schools": "Exam results of exports that tell of schools alone: count and means by school and subject"
    },
    op_tags=LATER,
)
vpr_results = intake_asset(
    "vpr_results",
    "vpr_exports",
    "VPR results, one row per group of pupils, grade and subject with its line",
    _registered("vpr_results"),
    intake_key("registry"),
)
received = intake_asset(
    "received", "received", "The journal of receipt, one row per file with the day it came", _received
)
institute = [_institute_asset(form) for form in INSTITUTE]
intakes = [registry, answers, exam_results, vpr_results, received, *institute]
