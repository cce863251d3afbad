import datetime as dt
import re
from contextlib import contextmanager

import duckdb
import pytest

from orchestration.reports.document.documents import REPORT, START
from orchestration.reports.marts import NoRowsError
from orchestration.reports.pictures.drawn import DRAWN
from orchestration.reports.pictures.gallery import PICTURES, draw_picture
from orchestration.reports.pictures.tile_map import squares_abreast
from tests.unit.report_marts import SEEDS

ENTRY, FINAL = "2018-03", "2018-11"
INCLUDED = {"001": True, "002": True, "003": True, "004": False, "005": False}
# of three schools of the project one has no answer
SHARES = {"001": 0.1, "002": 0.3, "003": None, "004": 0.5, "005": 0.7}
ITEMS = [
    (1, "Раздел 1", "done", dt.date(2018, 2, 20)),
    (2, "Раздел 1", "done_late", dt.date(2018, 4, 20)),
    (3, "Раздел 2", "overdue", None),
    (4, "Раздел 2", "pending", None),
    (5, "Раздел 2", "not_confirmed", dt.date(2018, 3, 1)),
]


@contextmanager
def small_marts():
    with duckdb.connect() as opened:
        opened.execute("create schema marts; create schema reference")
        opened.execute(
            "create table reference.indicators as from read_csv(?, all_varchar = true)",
            [str(SEEDS / "indicators.csv")],
        )
        put_schools(opened)
        put_road_map(opened)
        yield opened


@pytest.fixture
def connection():
    with small_marts() as opened:
        yield opened


@pytest.fixture(scope="module")
def drawn():
    """Every picture, once."""
    with small_marts() as opened:
        return {name: draw_picture(name, opened, FINAL) for name in PICTURES}


def put_schools(opened):
    opened.execute(
        "create table marts.schools (campaign varchar, school_code varchar, open boolean, included boolean)"
    )
    opened.execute(
        "create table marts.school_indicators (campaign varchar, school_code varchar, indicator varchar, value double)"
    )
    for campaign in (ENTRY, FINAL):
        for code, included in INCLUDED.items():
            opened.execute("insert into marts.schools values (?, ?, true, ?)", [campaign, code, included])
            opened.execute(
                "insert into marts.school_indicators select ?, ?, indicator, ? from reference.indicators",
                [campaign, code, SHARES[code]],
            )
    opened.execute("insert into marts.schools values ('2018-03', '006', false, false)")
    opened.execute(
        "insert into marts.school_indicators values ('2018-03', '006', 'share_creative_clubs', 0.9)"
    )
    opened.execute(
        "create table marts.indicator_statistics as select w.campaign, g.group_kind, indicator, w.mean + g.more as mean "
        "from reference.indicators cross join (values ('2018-03', 0.2), ('2018-11', 0.25)) as w (campaign, mean) "
        "cross join (values ('included', 0), ('region', 0.3), ('locality', 9)) as g (group_kind, more)"
    )
    opened.execute(
        "create table marts.municipality_clusters as select * from (values "
        "('2018-03', '301', 'Первый район', 3, 1, 1, 0, 1), ('2018-03', '302', 'г. Второй', 0, 0, 0, 0, 0), "
        "('2018-03', '303', 'Третий район', 1, 0, 0, 1, 0)) as m (campaign, municipality_code, municipality_name, "
        'included, low_results, adverse_conditions, "both", neither)'
    )


def put_road_map(opened):
    opened.execute(
        "create table marts.table_4_road_map (campaign varchar, edition varchar, no integer, section_ru varchar, "
        "activity_ru varchar, item_start date, item_end date, item_done date, state varchar)"
    )
    for no, section, state, done in ITEMS:
        opened.execute(
            "insert into marts.table_4_road_map values ('2018-11', 'year', ?, ?, 'Дело', '2018-02-01', '2018-03-31', ?, ?)",
            [no, section, done, state],
        )
    opened.execute(
        "create table marts.report_editions as select '2018-11' as campaign, 'year' as edition, "
        "date '2018-12-31' as cutoff"
    )


def texts(picture):
    """What is written in it: drawn as outlines, each with its text as a comment."""
    return re.findall(r"<!-- (.*?) -->", picture.svg)


def test_the_same_marts_give_the_same_bytes_without_a_date(connection, drawn):
    for name in ("distribution_pupils", "slopes_pupils", "tile_map", "road_map_progress"):
        assert draw_picture(name, connection, FINAL) == drawn[name]
    for name, picture in drawn.items():
        assert "dc:date" not in picture.svg
        assert picture.png.startswith(b"\x89PNG")
        assert (picture.name, picture.width_cm) == (name, 16.5)


def test_pictures_are_grey(drawn):
    for picture in drawn.values():
        colours = set(re.findall(r"#[0-9a-f]{6}\b", picture.svg))
        assert colours
        assert {c for c in colours if not c[1:3] == c[3:5] == c[5:7]} == set()


def test_pictures_on_one_page_share_no_id_and_find_their_own(drawn):
    ids = {name: re.findall(r'\bid="(.*?)"', picture.svg) for name, picture in drawn.items()}
    together = [each for found in ids.values() for each in found]
    assert len(set(together)) == len(together)
    for name, picture in drawn.items():
        assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', picture.svg)) <= set(ids[name])


def test_an_entry_report_has_neither_slopes_nor_progress():
    assert set(REPORT.pictures()) == set(PICTURES) == set(DRAWN)
    assert {name.split("_")[0] for name in START.pictures()} == {"tile", "distribution"}


def test_a_distribution_tells_the_medians_of_those_who_answered_and_are_open(connection):
    picture = draw_picture("distribution_pupils", connection, ENTRY)
    assert "Творческие кружки: 0,2 и 0,4;" in picture.alt
    assert {"проект (2)", "регион (4)", "18. Творческие кружки"} <= set(texts(picture))


def test_of_yes_and_no_the_share_of_schools_is_told(connection):
    connection.execute(
        "update marts.school_indicators set value = if(school_code = '001', 1, 0) where value notnull"
    )
    assert "Есть педагог-психолог: 50 % и 25 %;" in draw_picture("distribution_staff", connection, FINAL).alt


def test_an_indicator_that_nobody_answered_is_drawn_without_data(connection):
    connection.execute(
        "update marts.school_indicators set value = null where indicator = 'share_creative_clubs'"
    )
    picture = draw_picture("distribution_pupils", connection, FINAL)
    assert "Творческие кружки: нет данных и нет данных;" in picture.alt
    assert {"проект (0)", "нет"} <= set(texts(picture))


def test_a_list_without_schools_is_drawn(connection):
    connection.execute("update marts.schools set included = false")
    connection.execute(
        'update marts.municipality_clusters set included = 0, low_results = 0, adverse_conditions = 0, "both" = 0, neither = 0'
    )
    assert "нет данных и 0,4" in draw_picture("distribution_pupils", connection, ENTRY).alt
    assert "в проекте 0 школ: нет. Без школ проекта: " in draw_picture("tile_map", connection, FINAL).alt


def test_the_map_counts_the_list_as_made_in_march(connection):
    alt = draw_picture("tile_map", connection, FINAL).alt
    assert alt.startswith(
        "Муниципальных образований 3, в проекте 4 школы: НРО – 1 школа, ФНСУ – 1 школа, НРО и ФНСУ – 1 школа, "
        "по решению – 1 школа."
    )
    assert "Больше всего: Первый район – 3, Третий район – 1" in alt
    assert "Без школ проекта: г. Второй." in alt


def test_squares_shrink_where_a_municipality_has_many_schools():
    assert [squares_abreast(most) for most in (0, 6, 50, 200)] == [4, 4, 10, 20]


def test_slopes_tell_both_waves_of_the_project_and_the_region(connection):
    picture = draw_picture("slopes_pupils", connection, FINAL)
    assert "Творческие кружки: 0,2 и 0,25, регион 0,5 и 0,55;" in picture.alt
    assert {"март", "ноябрь", "0,25", "0,55"} <= set(texts(picture))


def test_a_slope_without_one_end_says_so(connection):
    connection.execute(
        "update marts.indicator_statistics set mean = null where campaign = '2018-11' and indicator = 'share_creative_clubs'"
    )
    picture = draw_picture("slopes_pupils", connection, FINAL)
    assert "Творческие кружки: 0,2 и нет данных, регион 0,5 и нет данных;" in picture.alt
    assert "нет данных" in texts(picture)


def test_the_progress_names_what_is_late(connection):
    alt = draw_picture("road_map_progress", connection, FINAL).alt
    assert alt.startswith("В дорожной карте 5 пунктов: ")
    assert alt.endswith("Выполнено с опозданием: 2. Не выполнено: 3.")


def test_a_road_map_that_did_not_come_is_drawn_without_items(connection):
    connection.execute("delete from marts.table_4_road_map")
    assert draw_picture("road_map_progress", connection, FINAL).alt == "Пунктов дорожной карты нет."


def test_a_campaign_without_marts_and_an_unknown_picture_are_errors(connection):
    with pytest.raises(NoRowsError, match="2019-03"):
        draw_picture("tile_map", connection, "2019-11")
    with pytest.raises(ValueError, match="no picture pie: there are tile_map, "):
        draw_picture("pie", connection, FINAL)
