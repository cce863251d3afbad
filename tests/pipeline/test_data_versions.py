"""Stale means stale: Dagster calls anew what another file, row or line of code makes otherwise, and nothing else."""

import shutil

import dagster as dg
import duckdb
import openpyxl
import pytest
from dagster._core.definitions.data_version import (
    DATA_VERSION_TAG,
    CachingStaleStatusResolver,
    StaleStatus,
)
from dagster._core.definitions.observe import observe
from dagster._core.loader import LoadingContextForTest

from orchestration.definitions import defs, reports, seal
from orchestration.defs.ahead import AheadResource
from orchestration.defs.intake import intakes
from orchestration.defs.raw import SENT, raw_files, version
from orchestration.defs.resources import Region, dbt_resource
from orchestration.defs.warehouse import SCHEMAS, marts_snapshot, warehouse
from orchestration.forms.campaign import Campaign
from orchestration.intake.deliveries import Delivery, SentFile
from orchestration.intake.institute import read_institute
from orchestration.intake.registry import codes_of, read_registry
from orchestration.intake.sent import ReplacedError, require_as_read, sent_files
from orchestration.lineage.recompute import downstream, recompute
from orchestration.lineage.seal import Seal, departures, seal_file
from orchestration.places import Places
from orchestration.warehouse.contents import contents, of_campaign, published_contents
from orchestration.warehouse.landing import land, tables_of
from orchestration.warehouse.parts import UnfinishedError

ENTRY, FINAL = "2018-03", "2018-11"


@pytest.fixture(scope="module")
def graph():
    return defs.resolve_asset_graph()


@pytest.fixture(scope="module")
def changed_raw(sample_raw, tmp_path_factory):
    """The sample's files, and in the training workbook one trainee more."""
    raw = shutil.copytree(sample_raw, tmp_path_factory.mktemp("changed") / "raw")
    file = raw / FINAL / "institute" / "training.xlsx"
    book = openpyxl.load_workbook(file)
    sheet = book["Обученные"]
    headings = {cell.value: cell.column for row in sheet.iter_rows(max_row=6) for cell in row}
    cell = sheet.cell(sheet.max_row, headings["Обучено, чел."])
    cell.value += 1
    book.save(file)
    return raw


@pytest.fixture
def instance(final_run, tmp_path, monkeypatch):
    """Dagster's memory after both campaigns were run, to go on from."""
    home = shutil.copytree(final_run.places.home / "dagster", tmp_path / "dagster")
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    with dg.DagsterInstance.from_config(str(home)) as found:
        yield found


def stale(graph, instance, campaign=FINAL):
    """The assets of a campaign that Dagster calls stale."""
    asked = CachingStaleStatusResolver(
        instance=instance, asset_graph=graph, loading_context=LoadingContextForTest(instance)
    )
    return {
        key.to_user_string()
        for key in graph.get_all_asset_keys()
        if asked.get_status(key, campaign if graph.get(key).is_partitioned else None) == StaleStatus.STALE
    }


def test_after_a_run_nothing_is_stale_and_another_workbook_makes_stale_what_was_read_of_it(
    graph, instance, changed_raw, final_run
):
    assert stale(graph, instance) == stale(graph, instance, ENTRY) == set()
    region = Region(raw=str(changed_raw), home=str(final_run.places.home))
    looked = observe([raw_files], partition_key=FINAL, instance=instance, resources={"region": region})
    assert len(looked.asset_observations_for_node("raw_files")) == len(SENT)
    assert stale(graph, instance) == {
        f"intake/training{part}" for part in ("", "_deliveries", "_repairs", "_set_aside")
    }


def test_what_another_campaigns_run_moved_is_stale_where_it_is_read_and_nowhere_else(graph, instance):
    figures = dg.AssetKey(["marts", "figures"])
    instance.report_runless_asset_event(
        dg.AssetMaterialization(figures, partition=ENTRY, tags={DATA_VERSION_TAG: "other rows"})
    )
    assert stale(graph, instance, ENTRY) == {key.to_user_string() for key in graph.get(figures).child_keys}
    assert stale(graph, instance) == set()


def test_of_that_workbook_are_made_anew_table_2_and_what_speaks_of_training_alone(
    graph, final_run, changed_raw, compiled, tmp_path, speak_of_no_training
):
    work = shutil.copy(final_run.places.work, tmp_path / "work.duckdb")
    with duckdb.connect(work, read_only=True) as connection:
        before = contents(connection, SCHEMAS)
    campaign = Campaign.parse(FINAL)
    registered = codes_of(read_registry(changed_raw, campaign).rows)
    landed = tables_of(read_institute(changed_raw, campaign, "training", registered))
    land(work, FINAL, landed)
    with duckdb.connect(work) as connection:
        recompute(connection, downstream(compiled, [f"intake.{table}" for table in landed]))
        after = contents(connection, SCHEMAS)
    moved = {
        dg.AssetKey(place) for place in after if after[place].version(FINAL) != before[place].version(FINAL)
    }
    remade = {
        key.path[-1]
        for key in graph.get_all_asset_keys()
        if key.path[0] == "reports" and graph.get(key).parent_keys & moved
    }
    assert remade >= {"table_2", "table_p1", "table_p2", "report", "for_signature", "notes"}
    assert not remade & speak_of_no_training


@pytest.fixture
def places(final_run, changed_raw, tmp_path):
    """Both campaigns published, in a home of its own, and the changed files to read from now on."""
    found = Places(changed_raw, shutil.copytree(final_run.places.home, tmp_path / "home"))
    work = final_run.places.work.parent.relative_to(final_run.places.home)
    (found.home / work).rename(found.work.parent)
    return found


@pytest.fixture
def make(instance, places):
    """make(keys): these assets of the campaign in one run, as it is launched from their boxes in the UI."""
    region = Region(raw=str(places.raw), home=str(places.home))
    observe([raw_files], partition_key=FINAL, instance=instance, resources={"region": region})

    def run(keys):
        chosen = dg.AssetSelection.assets(*map(dg.AssetKey.from_user_string, keys))
        dg.materialize(
            [*intakes, warehouse, marts_snapshot, *reports, seal],
            selection=chosen.required_multi_asset_neighbors(),
            partition_key=FINAL,
            instance=instance,
            resources={"region": region, "dbt": dbt_resource(), "ahead": AheadResource()},
        )

    return run


def test_what_is_stale_and_nothing_else_is_made_anew_and_goes_out_with_the_rest_as_it_was(
    graph, instance, places, make, speak_of_no_training
):
    before, released = Seal.read(seal_file(places, FINAL)), places.reports / FINAL
    table_5 = (released / "table_5.xlsx").read_bytes()
    rounds = []
    while keys := stale(graph, instance):
        if "reports/table_2" in keys:
            with pytest.raises(
                UnfinishedError, match=r"2018-11/table_2 \(.*marts/table_2_training moved"
            ) as error:
                make(["published/seal"])
            refused = {part for part in before.parts if f"{part} (" in str(error.value)}
            assert refused == {key.replace("reports", FINAL).removeprefix("published/") for key in keys}
            assert Seal.read(seal_file(places, FINAL)) == before
        make(keys)
        rounds.append(keys)
    remade = {key.removeprefix("reports/") for keys in rounds for key in keys}
    assert remade >= {"table_2", "table_p2", "report", "for_signature", "notes", "published/marts_snapshot"}
    assert not remade & speak_of_no_training
    after = Seal.read(seal_file(places, FINAL))
    assert after.made["table_2.csv"] != before.made["table_2.csv"]
    carried = [part for name, part in before.parts.items() if name.removeprefix(f"{FINAL}/") not in remade]
    files = {file for part in carried for file in part.files}
    assert files >= {"table_5.xlsx", "table_1.html"}
    assert {file: after.made[file] for file in files} == {file: before.made[file] for file in files}
    assert (released / "table_5.xlsx").read_bytes() == table_5
    assert departures(places, after, of_campaign(published_contents(places.marts), FINAL)) == []


def test_the_same_rows_have_the_same_version_in_any_order_and_others_another():
    with duckdb.connect() as connection:
        rows = "from (values ('2018-03', 1), ('2018-03', 1), ('2018-11', 2)) as t (campaign, n)"
        connection.execute(f"create table same as {rows}; create table turned as {rows} order by n desc")
        connection.execute(
            "create table once as select distinct * from same; create table other as from same"
        )
        connection.execute("update other set n = 3 where n = 2; create table empty as from same limit 0")
        found = {name: held for (_, name), held in contents(connection, ["main"]).items()}
    assert found["same"] == found["turned"]
    assert len({held.version(FINAL) for held in found.values()}) == 4
    assert {name: held.rows for name, held in found.items()} == {
        "same": 3, "turned": 3, "once": 2, "other": 3, "empty": 0,
    }  # fmt: skip
    assert found["other"].hashes["2018-03"] == found["same"].hashes["2018-03"]


def test_observed_without_a_campaign_are_the_files_of_all(sample_raw, tmp_path):
    region = Region(raw=str(sample_raw), home=str(tmp_path))
    with dg.DagsterInstance.ephemeral() as instance:
        looked = observe([raw_files], instance=instance, resources={"region": region})
        seen = looked.asset_observations_for_node("raw_files")
        assert {(each.partition, each.asset_key.path[-1]) for each in seen} == {
            (campaign, kind) for campaign in (ENTRY, FINAL) for kind in SENT
        }
        for each in seen:
            sent = sent_files(sample_raw, Campaign.parse(str(each.partition)))[each.asset_key.path[-1]]
            assert each.tags[DATA_VERSION_TAG] == version(sent)
            assert instance.get_latest_data_version_record(each.asset_key, True, each.partition)


def test_the_same_files_have_the_same_version_and_another_byte_another(raw, workbooks, entry):
    before = version(sent_files(raw, entry)["municipal_workbooks"])
    assert version(sent_files(raw, entry)["municipal_workbooks"]) == before
    openpyxl.load_workbook(workbooks[0]).save(workbooks[0])
    assert version(sent_files(raw, entry)["municipal_workbooks"]) != before


def test_every_file_of_a_campaign_is_of_a_kind(sample_raw):
    for key in ("2018-03", FINAL):
        sent = sent_files(sample_raw, Campaign.parse(key))
        assert set(sent) == set(SENT)
        lying = {path for path in (sample_raw / key).rglob("*") if path.is_file()}
        assert {file.path for files in sent.values() for file in files} == lying


def test_a_file_replaced_while_it_is_read_is_told_and_nothing_lands(raw, workbooks):
    file = SentFile.at(workbooks[0], raw)
    read = [Delivery(file.name, file.sha256), Delivery(None, state="missing")]
    require_as_read(raw, read)
    workbooks[0].write_bytes(b"another")
    with pytest.raises(ReplacedError, match=file.name):
        require_as_read(raw, read)
    workbooks[0].unlink()
    with pytest.raises(ReplacedError, match=file.name):
        require_as_read(raw, read)


def test_every_asset_that_is_made_has_a_version_of_its_code(graph):
    keys = graph.get_all_asset_keys()
    for key in (key for key in keys if key.path[0] == "raw"):
        assert {child.path[0] for child in graph.get(key).child_keys} == {"intake"}
    assert {key for key in keys if key.path[0] != "raw" and not graph.get(key).code_version} == set()
