"""The dbt project as text: what every model and seed owes its reader, without running anything."""

from __future__ import annotations

import csv
import functools
import re
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

DBT = Path(__file__).parents[2] / "dbt_project"
MODELS = sorted(DBT.glob("models/*/*.sql"))
SEEDS = sorted(DBT.glob("seeds/*.csv"))


@functools.cache
def declared(kind: str) -> dict[str, dict]:
    """Everything of one kind (models, seeds, sources, exposures) declared in the project's yml, by name."""
    files = [*DBT.glob("models/*/_*.yml"), *DBT.glob("seeds/_*.yml")]
    found = [entry for file in files for entry in (yaml.safe_load(file.read_text("utf-8")).get(kind) or [])]
    return {entry["name"]: entry for entry in found}


def seed_rows(name: str) -> list[dict[str, str]]:
    with (DBT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_every_model_has_a_contract_in_words(path: Path) -> None:
    model = declared("models")[path.stem]
    assert model["description"]
    assert [column["name"] for column in model["columns"] if not column.get("description")] == []
    assert [column["name"] for column in model["columns"] if not column.get("data_type")] == []


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_every_seed_column_is_described_and_typed(path: Path) -> None:
    seed = declared("seeds")[path.stem]
    with path.open(encoding="utf-8", newline="") as file:
        heading = next(csv.reader(file))
    assert [column["name"] for column in seed["columns"]] == heading
    assert list(seed["config"]["column_types"]) == heading


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_sql_can_be_traced_column_by_column(path: Path) -> None:
    """Column lineage stops at a top-level PIVOT, at COLUMNS('…') and at a final `select *`."""
    sql = re.sub(r"--.*", "", path.read_text("utf-8"))
    assert not re.search(r"\bpivot\b|\bcolumns\s*\(", sql, re.IGNORECASE)
    last_select = re.split(r"\bselect\b", sql)[-1]
    assert not last_select.strip().startswith("*")


def test_published_marts_are_all_in_their_exposure() -> None:
    (exposure,) = (e for e in declared("exposures").values() if e["name"] == "published_marts")
    marts = {f"ref('{path.stem}')" for path in MODELS if path.parent.name == "marts"}
    assert set(exposure["depends_on"]) == marts


def test_every_indicator_and_criterion_has_its_measure() -> None:
    measures = {row["measure"] for name in ("measure_variables", "exam_measures") for row in seed_rows(name)}
    assert {row["indicator"] for row in seed_rows("indicators")} <= measures
    assert {row["measure"] for row in seed_rows("criteria")} <= measures


def test_every_rule_across_files_is_seen_firing() -> None:
    """The unit test of the model compares with the real rules and bands: a rule without a row in it was never seen."""
    told = declared("unit_tests")["answers_that_another_source_contradicts_are_told"]["expect"]["rows"]
    rules = {row["rule"] for row in seed_rows("cross_rules")}
    assert {row["rule"] for row in told} == rules
    assert {row["rule"] for row in seed_rows("cross_bands")} == rules


def test_every_placeholder_of_the_catalogue_is_a_number_or_a_note() -> None:
    known = {row["placeholder"] for row in seed_rows("cell_notes")} | {"mean", "max", "min"}
    cells = [row[f"{cell}_cell"] for row in seed_rows("indicators") for cell in ("mean", "max", "min")]
    assert {name for cell in cells for name in re.findall(r"{(\w+)}", cell)} <= known


def test_results_of_the_road_map_take_their_figures_from_facts() -> None:
    facts = {row["fact"] for row in seed_rows("facts")} | {"institute", "region", "opening", "link"}
    for row in seed_rows("road_map_results"):
        named = re.findall(r"{(\w+)(?:\.text|:[^{}]+)?}", row["result_template_ru"])
        assert set(named) <= facts, row
        typed = re.sub(r"{[^{}]*}|в приложении \d+", "", row["result_template_ru"])
        assert not re.search(r"\d", typed), row


def test_every_item_of_the_road_map_that_states_figures_is_told_by_its_activity() -> None:
    known = {(row["campaign_year"], row["no"]) for row in seed_rows("road_map_items")}
    stating = [*seed_rows("road_map_results"), *seed_rows("road_map_patterns")]
    assert {(row["campaign_year"], row["no"]) for row in stating} == known


def test_whatever_documents_name_of_a_region_its_workbook_may_say() -> None:
    said = {row["code"] for row in seed_rows("choices") if row["variable"] == "region_fact"}
    assert said == {row["fact"] for row in seed_rows("region_defaults")}


def test_every_subject_of_a_minimum_measure_has_a_minimum_each_year() -> None:
    """Else its participants would be undecided and the indicator unknown."""
    minima = {(r["year"], r["exam"], r["subject"], r["purpose"]) for r in seed_rows("minimum_scores")}
    years = {year for year, *_ in minima}
    measures = {row["measure"]: row for row in seed_rows("exam_measures") if row["purpose"]}
    for row in seed_rows("exam_measure_subjects"):
        if measure := measures.get(row["measure"]):
            wanted = {(year, measure["exam"], row["subject"], measure["purpose"]) for year in years}
            assert wanted <= minima, row
