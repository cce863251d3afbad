"""The covering letter of each municipality."""

import docx
import pytest

from orchestration.reports.document import letters, signature
from orchestration.reports.document.letters import write_letters
from orchestration.reports.document.signature import write_signature_page
from tests.unit.document_marts import FINAL, put
from tests.unit.filled_documents import text_in


def set_aside(cell, sentence="Доля вместо числа", source="answers", rule="rule", severity="error"):
    place = (f"{FINAL}/municipal/202.xlsx", "Показатели", cell, None)
    return (FINAL, source, "202", "202001", *place, rule, severity, sentence, "Впишите число")


def test_every_municipality_gets_a_letter_of_its_own(connection, tmp_path):
    files = write_letters(connection, FINAL, tmp_path)
    assert [file.relative_to(tmp_path).as_posix() for file in files] == [
        f"{FINAL}/letters/{code}.docx" for code in (201, 202, 203)
    ]
    text = text_in(files[1])
    assert "Район 202" in text
    assert "О результатах мониторинга школ: ноябрь 2018 года" in text
    assert "по 120 школам из 120" in text
    assert "получен 21 марта 2018 года, на 1 день позже срока, и прочитан: ответы даны" in text
    assert "получен 21 марта 2018 года и прочитан: ответы даны" in text_in(files[0])
    assert "Остались без ответа 3 ячейки" in text
    assert "25 паспортов школ" in text
    assert "Школа № 1;" in text
    assert "Школа № 3;" not in text


def test_a_letter_says_no_day_that_nobody_wrote_down(connection, tmp_path):
    connection.execute("update marts.deliveries set received_on = null, days_late = null")
    assert "» получен и прочитан: ответы даны" in text_in(write_letters(connection, FINAL, tmp_path)[1])


def test_a_letter_asks_again_for_what_was_set_aside(connection, tmp_path):
    put(connection, "set_aside", set_aside("F17"), set_aside("A9", "Иванова", source="exam_results"))
    first, second, _ = write_letters(connection, FINAL, tmp_path)
    assert "Отложено 1 значение: в расчёт оно не вошло. Просим проверить его и прислать" in text_in(second)
    assert "возвращается вместе с письмом" in text_in(second)
    assert "возвращается" not in text_in(first)
    (table,) = docx.Document(str(second)).tables
    assert [cell.text for cell in table.rows[1].cells] == [
        "Показатели", "F17", "Доля вместо числа", "Впишите число",
    ]  # fmt: skip
    assert len(table.rows) == 2
    assert docx.Document(str(first)).tables == []


def test_a_letter_tells_what_was_left_out_from_what_is_in_question(connection, tmp_path):
    put(connection, "set_aside", set_aside("F18", severity="warning"))
    [_, text, _] = map(text_in, write_letters(connection, FINAL, tmp_path))
    assert "Вызывает вопрос 1 значение. Просим проверить его и прислать" in text
    assert "в расчёт" not in text
    put(connection, "set_aside", set_aside("F17"))
    put(connection, "set_aside", set_aside("F19", severity="warning"))
    [_, text, _] = map(text_in, write_letters(connection, FINAL, tmp_path))
    assert (
        "Отложено 1 значение: в расчёт оно не вошло. Вызывают вопрос 2 значения. Просим проверить их" in text
    )


@pytest.mark.parametrize("rule", ["workbook_missing", "workbook_superseded"])
def test_a_letter_asks_nobody_to_mend_what_did_not_come_or_was_replaced(connection, tmp_path, rule):
    put(connection, "set_aside", set_aside(None, rule=rule))
    file = write_letters(connection, FINAL, tmp_path)[1]
    assert "Просим проверить" not in text_in(file)
    assert docx.Document(str(file)).tables == []


def test_a_letter_without_passports_asks_nobody_to_show_them(connection, tmp_path):
    assert "Просим ознакомить с паспортами" in text_in(write_letters(connection, FINAL, tmp_path)[1])
    connection.execute("update marts.schools set included = false where municipality_code = '202'")
    assert "паспорт" not in text_in(write_letters(connection, FINAL, tmp_path)[1])


def test_a_municipality_that_sent_nothing_is_asked_for_it(connection, tmp_path):
    connection.execute(
        "update marts.coverage set delivery_state = 'missing', schools_returned = 0 where municipality_code = '203'"
    )
    connection.execute("delete from marts.deliveries where municipality_code = '203'")
    text = text_in(write_letters(connection, FINAL, tmp_path)[2])
    assert "не поступило" in text
    assert "Просим прислать заполненную форму" in text
    assert "Благодарим муниципальный образовательный центр" not in text


def test_letters_are_the_same_whenever_made(connection, tmp_path):
    first = [file.read_bytes() for file in write_letters(connection, FINAL, tmp_path)]
    assert [file.read_bytes() for file in write_letters(connection, FINAL, tmp_path)] == first


@pytest.mark.parametrize(
    ("declared", "write"), [(letters.MARTS, write_letters), (signature.MARTS, write_signature_page)]
)
def test_they_are_made_of_what_they_declare(connection, tmp_path, declared, write):
    tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    for schema, name in set(tables) - set(declared):
        connection.execute(f"drop table {schema}.{name}")
    write(connection, FINAL, tmp_path)
    for schema, name in declared:
        connection.execute(f"alter table {schema}.{name} rename to hidden")
        with pytest.raises(Exception, match=f"{name} does not exist"):
            write(connection, FINAL, tmp_path)
        connection.execute(f"alter table {schema}.hidden rename to {name}")
