"""The report as a page: marked figures, the Word file's words, nothing from outside, hostile names."""

import re
from html.parser import HTMLParser

import pytest

from orchestration.reports.document.documents import REPORT, Filling
from tests.unit.document_marts import FINAL
from tests.unit.filled_documents import TITLE, opened, text_of

pytestmark = pytest.mark.usefixtures("undrawn")


class Markup(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


def parsed(page):
    markup = Markup()
    markup.feed(page)
    return markup.tags


def test_the_title_heads_the_page_and_the_sections_stand_below_it(made):
    assert len(re.findall(r"<h1\b", made[1])) == 1
    assert re.search(r'<h2 id="section-1">Введение</h2>', made[1])


def test_the_page_marks_the_figures_of_its_text_and_of_its_tables(made):
    figures = {given["data-figure"]: given["value"] for tag, given in parsed(made[1]) if tag == "data"}
    assert (figures["facts/included_schools"], figures["facts/rural_schools_share"]) == ("75", "0.65")
    assert (figures["targets/9/plan"], figures["table_1/15/mean"]) == ("200", "0.136")


def test_the_page_says_what_the_word_file_says(made):
    body = made[1].partition("<main")[2].partition("</main>")[0]
    body = re.sub(r"<table.*?</table>|<p class=\"footnote\">.*?</p>", "", body, flags=re.DOTALL)
    found = re.findall(r"<(p|li|h[12])\b[^>]*>(.*?)</\1>", body, re.DOTALL)
    page = [re.sub(r"<[^>]+>", "", text).strip() for _, text in found]
    styles = ("Номер таблицы", "Название таблицы", "Сноска таблицы", "Подпись рисунка")
    word = [p.text.strip() for p in opened(made[0]).paragraphs if p.style.name not in styles]
    assert [text for text in page if text] == [text for text in word if text]


def test_the_page_needs_nothing_else_and_leads_to_its_sections(made):
    tags = parsed(made[1])
    assert ("html", {"lang": "ru"}) in tags
    assert [tag for tag, _ in tags if tag in ("script", "link", "img", "iframe")] == []
    ids = [given["id"] for _, given in tags if "id" in given]
    assert len(ids) == len(set(ids))
    led = [given["href"] for tag, given in tags if tag == "a"]
    assert len(led) > 15
    assert {address.removeprefix("#") for address in led} <= set(ids)
    assert not re.search(r"\{[{%]|\[\[", made[1])
    assert len(made[1].encode()) < 5_000_000


def test_names_from_the_data_are_text_whatever_they_hold(connection):
    hostile = "<script>alert(1)</script> & {{ f }}"
    connection.execute(
        "update marts.report_facts set text_ru = $1 where fact = 'new_post_schools'", [hostile]
    )
    connection.execute("update marts.schools set school_name = $1", [hostile])
    filling = Filling(REPORT, connection, FINAL, "year")
    page = filling.html(TITLE, internal=True)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ f }}" in page
    assert hostile in text_of(filling.docx(internal=True))
