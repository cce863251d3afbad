"""A number in a table's page opens what it was made of, down to the cell: by mouse, by keyboard, on a phone."""

import json
import re

import pytest

from orchestration.lineage.made_of import ranges
from orchestration.lineage.trace import trace
from tests.people.search import packed_in

FIGURE = re.compile(r'data-figure="([^"]+)"')


def held_in(html):
    """What the page's clicks open, by campaign."""
    return json.loads(packed_in(html.encode()))


def page_of(sample_run, n):
    return sample_run.places.reports / "2018-03" / f"table_{n}.html"


@pytest.mark.parametrize("n", [1, 5])
def test_every_printed_figure_knows_what_it_is_made_of(sample_run, marts, n):
    html = page_of(sample_run, n).read_text(encoding="utf-8")
    (held,) = held_in(html)
    printed = set(FIGURE.findall(html))
    assert printed
    assert printed <= held["figures"].keys()
    assert len(html.encode()) < 5_000_000
    counted = dict(
        marts.execute(
            "select figure, list(school_code order by school_code) from figure_schools "
            "where counted and enters <> 'left_out' group by figure"
        ).fetchall()
    )
    for figure in printed:
        assert held["figures"][figure]["schools"].get("counted", []) == counted.get(figure, [])


def test_a_school_in_the_page_names_the_cells_of_the_mart(sample_run, marts):
    html = page_of(sample_run, 1).read_text(encoding="utf-8")
    (held,) = held_in(html)
    rows = marts.execute(
        "select school_code, file, sheet, cell, raw_text from indicator_cells inner join schools using (campaign, school_code) "
        "where included and indicator = 'share_on_registers'"
    ).fetchall()
    assert rows
    for school, file, sheet, cell, raw in rows:
        cells = held["measures"]["share_on_registers"][school]["cells"]
        assert (file, sheet, cell, raw) in {
            (held["files"][f][0], held["names"][s], c, r) for _, r, _, f, s, c in cells
        }


def lines_of(held, found):
    """Exam, year, file, hash, count and lines of a school's measure or criterion, as the page says them."""
    return [
        (exam, year, *held["files"][file], n, runs) for exam, year, _, file, n, runs in found.get("lines", [])
    ]


def exports_of(source):
    return [
        (lines.exam, lines.exam_year, lines.file, lines.file_sha256, len(lines.lines), ranges(lines.lines))
        for lines in source.exports
    ]


def cells_of(held, found):
    return [
        (*held["files"][file], held["names"][sheet], cell, raw)
        for _, raw, _, file, sheet, cell in found.get("cells", [])
    ]


def typed_of(source):
    return [(cell.file, cell.file_sha256, cell.sheet, cell.cell, cell.raw_text) for cell in source.cells]


@pytest.mark.parametrize("no", range(1, 31))
def test_the_page_ends_in_the_cells_and_lines_that_the_command_ends_in(sample_run, marts, no):
    (held,) = held_in(page_of(sample_run, 1).read_text(encoding="utf-8"))
    (figure,) = marts.execute(
        "select min(figure) from figures where table_name = 'table_1' and table_row = ?", [no]
    ).fetchone()
    traced = trace(marts, "2018-03", figure)
    schools = [school for school in traced.schools if school.counted]
    assert schools
    for school in schools:
        found = held["measures"][traced.indicator][school.school_code]
        assert lines_of(held, found) == exports_of(school)
        assert cells_of(held, found) == typed_of(school)
        assert all(lines.exam_year == 2017 for lines in school.exports)


def test_the_page_judges_by_the_cells_and_lines_of_the_commands_criteria(sample_run, marts):
    (held,) = held_in(page_of(sample_run, 5).read_text(encoding="utf-8"))
    traced = trace(marts, "2018-03", "table_5/1/included")
    schools = [school for school in traced.schools if school.counted]
    assert schools
    for school in schools:
        found = held["criteria"][school.school_code]
        assert [(one["name"], one["met"]) for one in found] == [
            (one.criterion_ru, one.met) for one in school.criteria
        ]
        assert [lines_of(held, one) for one in found] == [exports_of(one) for one in school.criteria]
        assert [cells_of(held, one) for one in found] == [typed_of(one) for one in school.criteria]


def test_the_page_names_subjects_in_russian(sample_run):
    (held,) = held_in(page_of(sample_run, 1).read_text(encoding="utf-8"))
    subjects = {
        subject
        for measures in held["measures"].values()
        for found in measures.values()
        for _, _, subject, *_ in found.get("lines", [])
    }
    assert {"Русский язык", "Математика (профильный уровень)"} <= subjects
    assert not [subject for subject in subjects if re.search("[a-z]", subject)]


@pytest.mark.parametrize("n", [2, 3])
def test_every_figure_of_the_institutes_tables_names_its_cells(final_run, n):
    html = (final_run.places.reports / "2018-11" / f"table_{n}.html").read_text(encoding="utf-8")
    (held,) = held_in(html)
    printed = set(FIGURE.findall(html))
    assert printed
    for figure in printed:
        (part,) = held["figures"][figure]["parts"]
        assert all(held["cells"][place] for _, counted, _ in part["rows"] for place in counted)


@pytest.fixture(scope="module", params=[390, 1100])
def report(request, browser, final_run):
    """The year's report, open on a phone and on a desk."""
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    page.goto((final_run.places.reports / "2018-11" / "report.html").as_uri())
    page.locator("data.traced").first.wait_for()
    yield page
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("figure", "words", "row", "file"),
    [
        (
            "table_1/15/mean",
            "Среднее по школам проекта",
            "Таблица 1 · Доля обучающихся",
            "2018-03/municipal/",
        ),
        ("table_1/3/max", "Наибольшее среди школ проекта", "Таблица 1 · ", "2018-03/exams/oge_2017.csv.zip"),
        ("table_1a/15/mean", "Среднее по школам проекта", "Таблица 1а · ", "2018-11/municipal/"),
        ("table_2/1/trained", "Сумма по строкам журнала", "Таблица 2 · ", "2018-11/institute/training.xlsx"),
        ("table_3/1/attendance", "Число участников", "Таблица 3 · ", "2018-11/institute/seminars.xlsx"),
        ("table_4/23/trained", "Обученные слушатели", "Таблица 4 · ", "2018-11/institute/training.xlsx"),
        ("table_4/6/included_schools", "Школы проекта", "Таблица 4 · ", "2018-11/registry.xlsx"),
        ("table_5/1/included", "Число школ, включённых", "Таблица 5 · «Велижский район»", "2018-03/exams/"),
        ("table_7/15/better", "которые стали лучше", "Таблица 7 · Доля обучающихся", "2018-03/municipal/"),
        ("table_9/cluster-both/worse", "которые стали хуже", "Таблица 9 · НРО и ФНСУ", "2018-03/"),
        ("table_10/201001/improved_share", "Доля показателей школ", "Таблица 10 · ", "2018-03/"),
        ("table_8/5-1/region_value", "Доля по региону", "Таблица 8 · ", "2018-03/municipal/"),
        ("table_p8/15/final_answered", "ответивших по показателю", "Таблица П8 · ", "2018-11/municipal/"),
        ("dynamics/included/better", "которые стали лучше", "", "2018-03/"),
        ("facts/rural_pupils_share", "Доля обучающихся сельских школ", "", "2018-11/registry.xlsx"),
    ],
)
def test_a_click_leads_from_the_number_to_the_cell(report, figure, words, row, file):
    number = report.locator(f'[data-figure="{figure}"]').first
    number.click()
    dialog = report.get_by_role("dialog")
    assert dialog.get_by_role("heading").inner_text() == number.inner_text()
    assert words in dialog.locator("header").inner_text()
    assert row in dialog.locator("header").inner_text()
    place = opened_down(dialog)
    assert re.fullmatch(rf"{file}.*, (лист «.+», ячейка [A-Z]+\d+|строк[аи] [\d–, ]+)", place)
    dialog.get_by_text("контрольные суммы SHA-256").click()
    assert re.search(rf"{file}.*: [0-9a-f]{{64}}", dialog.inner_text())
    box, width = dialog.bounding_box(), report.viewport_size["width"]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert dialog.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
    dialog.get_by_role("button", name="Закрыть").click()
    assert not dialog.is_visible()


CLOSED = "panel => [...panel.querySelectorAll('details:not([open]) > summary')].find(each => each.checkVisibility())"


def opened_down(dialog):
    """What stands as the first place, once what is closed above it was opened one by one."""
    place = dialog.locator(".body li .place").first
    for _ in range(12):
        if place.is_visible():
            return place.inner_text()
        dialog.evaluate_handle(CLOSED).as_element().click()
    raise AssertionError("no place after twelve clicks")


@pytest.mark.browser
def test_the_keyboard_does_all_that_the_mouse_does(report):
    report.locator('[data-figure="table_5/1/included"]').focus()
    report.keyboard.press("Tab")
    figure = report.locator('[data-figure="table_5/1/low_results"]')
    assert is_focused(figure)
    for key in ("Enter", "Space"):
        report.keyboard.press(key)
        dialog = report.get_by_role("dialog")
        assert "Число школ с низкими результатами" in dialog.inner_text()
        assert re.search(r"школа, .+: критериев выполнено [2-9] из \d", dialog.inner_text())
        # the button, the group, its first school
        for _ in range(2):
            report.keyboard.press("Tab")
        report.keyboard.press("Enter")
        assert "порог" in dialog.inner_text()
        report.keyboard.press("Escape")
        assert not dialog.is_visible()
        assert is_focused(figure)


def is_focused(figure):
    return figure.evaluate("figure => figure === document.activeElement")


@pytest.mark.browser
def test_a_school_without_the_grade_is_said_to_enter_as_zero(report):
    report.locator('[data-figure="table_1/10/mean"]').click()
    dialog = report.get_by_role("dialog")
    basic = re.findall(r"основная школа, .+: (.+)", dialog.inner_text())
    assert set(basic) == {"0 (нет таких классов)"}
    report.keyboard.press("Escape")


@pytest.mark.browser
def test_what_counts_other_figures_leads_on_to_them(report):
    report.locator('[data-figure="facts/targets_reached"]').first.click()
    dialog = report.get_by_role("dialog")
    dialog.get_by_role("button", name="Обучены на курсах повышения квалификации").click()
    assert "Обученные слушатели" in dialog.locator("header").inner_text()
    assert opened_down(dialog).startswith("2018-11/institute/training.xlsx")
    report.keyboard.press("Escape")


# figures without a click, and why
EXCUSED = {
    r"(table_6|targets)/\d+/plan": "a plan is a row of the seed target_plans",
    r"targets/\d+/fact_value": "a fact of Table 6 once more, which opens there",
    r"table_8/\d-\d/region_value=1": "the region's mean score over itself",
    r"table_8/6-1/.+": "of all cells asked, of which the marts set_aside and repairs name those counted",
    r"(contradictions|oddities)": "how many rows appendix 5 has",
    r"table_p5/.+": "two figures that disagree: each opens where it stands",
    r"table_p4/.+": "how many rows and cells came of each sender, which returned/ and the mart set_aside have one by one",
}
BARE = re.compile(r'<td role="cell" data-heading="([^"]*)"[^>]*><span>([\d\s]+(?:,\d+)?\s?%?)</span>')
# columns of numbers that count or name rows
ORDINALS = {"№", "Вывод", "Пункт", "Номер"}


@pytest.mark.parametrize("campaign", ["2018-03", "2018-11"])
def test_no_number_of_the_internal_page_is_without_its_click(final_run, campaign):
    html = (final_run.places.reports / campaign / "report.html").read_text(encoding="utf-8")
    parts = held_in(html)
    printed = dict(re.findall(r'data-figure="([^"]+)" value="([^"]*)"', html))
    assert len(printed) > 300
    for figure in printed:
        assert sum(figure in part["figures"] for part in parts) <= 1
    closed = {figure for figure in printed if not any(figure in part["figures"] for part in parts)}
    unexcused = {
        figure
        for figure in closed
        if not any(
            re.fullmatch(pattern, text)
            for pattern in EXCUSED
            for text in (figure, f"{figure}={printed[figure]}")
        )
    }
    assert unexcused == set()
    # nor does a table print a number that is no figure at all
    assert {heading for heading, number in BARE.findall(html) if number.strip()} <= ORDINALS
    assert len(html.encode()) < 5_000_000


def test_the_public_page_holds_no_school_behind_a_figure(final_run):
    html = (final_run.places.reports / "2018-11" / "public" / "report.html").read_text(encoding="utf-8")
    (counted,) = held_in(html)
    assert not counted["schools"]
    assert not counted["measures"]
