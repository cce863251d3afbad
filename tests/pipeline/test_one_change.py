"""One cell or one score changed in the files as sent moves what depends on it, and nothing else."""

import shutil
import zipfile

import duckdb
import pytest

from orchestration.lineage.forward import ways_from

EGE = "2018-03/exams/ege_2017.csv.zip"
KEYS = {
    "figures": "figure",
    "fact_figures": "figure",
    "indicator_figures": "figure",
    "school_indicators": "school_code, indicator",
    "school_criteria": "school_code, criterion",
    "school_clusters": "school_code, rule_set",
    "indicator_statistics": "group_kind, group_code, indicator",
    "table_1_start_diagnostics": "no",
    "table_5_clusters": "position",
}


@pytest.fixture
def raw(sample_raw, tmp_path):
    """The sample's files, to be changed."""
    return shutil.copytree(sample_raw, tmp_path / "changed")


@pytest.fixture
def moved(marts, recomputed, raw):
    """moved() reads the changed files: per mart, the keys of the rows that are not as before."""

    def compare():
        after = recomputed(raw=raw)
        found = {}
        for mart, key in KEYS.items():
            rows = set(after.execute(f"from marts.{mart}").fetchall())
            before = set(marts.execute(f"from marts.{mart}").fetchall())
            names = [column[0] for column in marts.execute(f"from marts.{mart} limit 0").description]
            places = [names.index(name) for name in key.split(", ")]
            found[mart] = {tuple(row[place] for place in places) for row in rows ^ before}
        return found

    return compare


@pytest.fixture
def foretold(marts):
    """foretold(file, *place): by reach the figures that the forward trace of a cell or a line names."""

    def follow(file, *place):
        found: dict[str, set[str]] = {"value": set(), "aside": set(), "list": set()}
        for way in ways_from(marts, file, *place):
            found[way.reach] |= set(way.figures)
        return found

    return follow


def moved_figures(found):
    return {figure for mart in ("figures", "fact_figures", "indicator_figures") for (figure,) in found[mart]}


def facts_beside_the_list(marts):
    return {
        figure
        for (figure,) in marts.execute("select figure from fact_figures where not over_list").fetchall()
    }


@pytest.fixture
def school(marts):
    """An included secondary school of a municipality that sent xlsx, with its group codes."""
    return marts.execute(
        "select s.school_code, s.municipality_code, s.cluster, s.school_kind, s.locality, d.file "
        "from marts.schools as s inner join marts.deliveries as d using (campaign, municipality_code) "
        "where s.included and s.school_kind = 'secondary' and d.file like '%.xlsx' order by s.school_code limit 1"
    ).fetchone()


def test_one_count_in_a_workbook(marts, moved, foretold, raw, school, edit, sample_run):
    code, municipality, cluster, kind, locality, file = school
    place = cell_of(sample_run, code, "methodological_events")
    edit(raw / file, {place: 40})
    groups = {
        ("region", "region"),
        ("included", "included"),
        ("municipality", municipality),
        ("cluster", cluster),
        ("school_kind", kind),
        ("locality", locality),
    }
    found = moved()
    assert found["school_indicators"] == {(code, "methodological_events")}
    assert found["indicator_statistics"] == {(*group, "methodological_events") for group in groups}
    assert found["table_1_start_diagnostics"] == {(28,)}
    assert not found["school_criteria"] | found["school_clusters"] | found["table_5_clusters"]
    promised = foretold(file, *place.split("!"))
    assert (
        moved_figures(found)
        <= promised["value"]
        == {"table_1/28/mean", "table_1/28/max_note", "table_p8/28/entry_asked", "table_p8/28/entry_answered"}
        | {f"table_8/2-1/{column}" for column in ("included_value", "region_value", "schools_share")}
    )
    assert not promised["list"] | promised["aside"]


def test_one_count_that_takes_a_school_out_of_its_cluster(marts, moved, foretold, raw, edit, sample_run):
    code, municipality, file, fewer = marts.execute(
        "select k.school_code, s.municipality_code, d.file, floor(c.threshold * c.denominator)::int as fewer "
        "from marts.school_clusters as k "
        "inner join marts.school_criteria as c using (campaign, rule_set, school_code) "
        "inner join marts.schools as s using (campaign, school_code) "
        "inner join marts.deliveries as d using (campaign, municipality_code) "
        "where k.rule_set = 'smolensk-2018' and k.cluster = 'adverse_conditions' and k.context_met = 2 "
        "and c.criterion = 'disadvantaged_families' and c.met and s.included and d.file like '%.xlsx' "
        "order by c.numerator - fewer, k.school_code limit 1"
    ).fetchone()
    place = cell_of(sample_run, code, "families_disadvantaged")
    edit(raw / file, {place: fewer})
    found = moved()
    assert not found["school_indicators"]  # a criterion's measure, none of the 30 indicators
    # the threshold is the region's share, which moves for every school that is held against it
    held = marts.execute(
        "select school_code, criterion from marts.school_criteria "
        "where criterion = 'disadvantaged_families' and threshold is not null"
    ).fetchall()
    assert found["school_criteria"] == set(held)
    # one school of the sample stands at the threshold itself, and is above it as soon as it falls
    ((other, its_municipality),) = marts.execute(
        "select school_code, municipality_code from marts.school_criteria "
        "inner join marts.schools using (campaign, school_code) "
        "where criterion = 'disadvantaged_families' and value = threshold and not met"
    ).fetchall()
    assert found["school_clusters"] == {(code, "smolensk-2018"), (other, "smolensk-2018")}
    positions = dict(
        marts.execute(
            "select municipality_code, position from marts.table_5_clusters "
            "where municipality_code in (?, ?) or municipality_code is null",
            [municipality, its_municipality],
        ).fetchall()
    )
    assert (positions[municipality],) in found["table_5_clusters"]
    assert found["table_5_clusters"] <= {(position,) for position in positions.values()}
    # statistics of those who are in the project or in a cluster move with the school, those of all schools do not
    assert {kind for kind, _, _ in found["indicator_statistics"]} == {"included", "cluster"}
    promised = foretold(file, *place.split("!"))
    assert moved_figures(found) <= promised["list"]
    assert not promised["value"]
    # whatever it does to the list, it changes no school of the region and no row of the institute
    beside = facts_beside_the_list(marts)
    assert {"text/start/schools", "text/start/rural_pupils_share"} <= beside
    assert not promised["list"] & beside


def test_one_pupils_score(marts, moved, foretold, raw, school):
    code = school[0]
    line = change_score(raw / EGE, code)
    found = moved()
    sat = marts.execute(
        "select school_code from marts.school_indicators where indicator = 'ege_russian_ratio' and status = 'value'"
    ).fetchall()
    # the region's mean moves, and with it every school that sat the exam in that year
    assert found["school_indicators"] == {(other, "ege_russian_ratio") for (other,) in sat}
    assert {criterion for _, criterion in found["school_criteria"]} == {"ege_russian"}
    assert {indicator for _, _, indicator in found["indicator_statistics"]} == {"ege_russian_ratio"}
    assert found["table_1_start_diagnostics"] <= {(6,)}
    promised = foretold(EGE, str(line))
    assert moved_figures(found) <= promised["value"] | promised["list"]
    # its ratio, and whether it is below the minimum: no other indicator, nor a fact that the list does not move
    assert {figure.split("/")[1] for figure in promised["value"]} == {"6", "10", "1-4"}
    assert not promised["list"] & facts_beside_the_list(marts)


def cell_of(run, code, variable):
    """`sheet!cell` of an answer, from the provenance that intake kept."""
    with duckdb.connect(run.places.work, read_only=True) as work:
        ((place,),) = work.execute(
            "select sheet || '!' || cell from intake.answers where entity = ? and variable = ?",
            [code, variable],
        ).fetchall()
    return place


def change_score(path, school_code):
    """Two points more for the first valid main-period Russian result of the school, well above the minimum: its line."""
    with zipfile.ZipFile(path) as archive:
        name = archive.namelist()[0]
        lines = archive.read(name).decode("cp1251").split("\r\n")
    head = lines[0].split(";")
    column = {heading: head.index(heading) for heading in head}
    for number, line in enumerate(lines):
        cells = line.split(";")
        if (
            len(cells) == len(head)
            and cells[column["Код ОО"]] == school_code
            and cells[column["Код предмета"]] == "1"
            and cells[column["Форма ГИА"]] == "ЕГЭ"
            and cells[column["Этап"]] == "Основной"
            and cells[column["Статус"]] == "Действующий"
            and cells[column["Категория участника"]] == "Выпускник текущего года"
            and cells[column["Балл"]] > "40,00"
        ):
            cells[column["Балл"]] = f"{float(cells[column['Балл']].replace(',', '.')) + 2:.2f}".replace(
                ".", ","
            )
            lines[number] = ";".join(cells)
            break
    else:
        raise AssertionError("no such result")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "\r\n".join(lines).encode("cp1251"))
    return number + 1
