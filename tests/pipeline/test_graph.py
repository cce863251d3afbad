"""A change of the dbt project that Dagster was not told of is told to whoever runs a campaign, with the remedy."""

import pytest
from click.testing import CliRunner

from orchestration.__main__ import main
from orchestration.lineage import seal
from orchestration.warehouse import graph


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A dbt project of one model, read."""
    target = tmp_path / "dbt_project" / "target"
    target.mkdir(parents=True)
    (tmp_path / "dbt_project" / "a.sql").write_text("select 1")
    monkeypatch.setattr(seal, "PROJECT", tmp_path)
    monkeypatch.setattr(graph, "MANIFEST", target / "manifest.json")
    monkeypatch.setattr(graph, "COLUMNS", target / "columns.json")
    monkeypatch.setattr(graph, "READ", target / "read.sha256")
    graph.MANIFEST.write_text("{}")
    graph.COLUMNS.write_text("[]")
    graph.READ.write_text(seal.fingerprint(*graph.FILES))
    return tmp_path / "dbt_project"


def test_a_region_that_another_folders_code_ran_is_not_read_with_its_seeds(tmp_path):
    remembered = tmp_path / "dbt" / "partial_parse.msgpack"
    for folder, kept in (("first", False), ("first", True), ("second", False)):
        remembered.parent.mkdir(exist_ok=True)
        remembered.write_bytes(b"where the seeds lie")
        graph.forget_other_checkout(remembered.parent, tmp_path / folder)
        assert remembered.exists() is kept


def test_a_project_as_it_was_read_is_fine(project):
    (project / "target" / "compiled.sql").write_text("built")
    graph.require_current_graph()


@pytest.mark.parametrize(
    "change",
    [
        lambda project: (project / "a.sql").write_text("select 2"),
        lambda project: (project / "_b.yml").write_text("models:"),
        lambda project: (project / "a.sql").unlink(),
        lambda project: (project / "target" / "manifest.json").unlink(),
        lambda project: (project / "target" / "columns.json").unlink(),
        lambda project: (project / "target" / "read.sha256").unlink(),
    ],
)
def test_another_project_is_named_with_the_remedy(project, change):
    change(project)
    with pytest.raises(graph.StaleGraphError, match="python -m orchestration graph"):
        graph.require_current_graph()


def test_the_command_says_it_before_it_reads_anything(project, tmp_path):
    (project / "a.sql").write_text("select 2")
    done = CliRunner().invoke(main, ["report", "--raw", str(tmp_path), "--home", str(tmp_path / "home")])
    assert done.exit_code == 1
    assert "python -m orchestration graph" in done.output
    assert not (tmp_path / "home").exists()
