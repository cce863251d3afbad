"""The name of a sent file is shown without what may be somebody's name."""

import pytest

from orchestration.forms.file_names import masked, shown_name
from orchestration.intake.deliveries import Delivery, SentFile
from orchestration.intake.sent import ReplacedError, require_as_read
from orchestration.lineage.seal import Seal, replaced
from orchestration.places import Places


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("201.xlsx", "201.xlsx"),
        ("2018-03/municipal/исправленные/201.xlsx", "2018-03/municipal/исправленные/201.xlsx"),
        ("oge_2017.csv.zip", "oge_2017.csv.zip"),
        ("road_map.xlsx", "road_map.xlsx"),
        ("Форма_МОЦ_2018_ИСПР.XLS", "Форма_МОЦ_2018_ИСПР.XLS"),
        ("201_Петрова.xlsx", "201_•••.xlsx"),
        ("201 Петрова А.И., 8-900-1234567.xlsx", "201 •••.xlsx"),
        ("petrova.petrova", "•••"),
        ("89001234567.xlsx", "•••.xlsx"),
        ("66 01 123456.xlsx", "66 •••.xlsx"),
        ("201Петрова2018.ods", "201•••2018.ods"),
        ("исправленные Петровой/201.xlsx", "исправленные •••/201.xlsx"),
        ("раи\u0306он.xlsx", "район.xlsx"),
    ],
)
def test_a_code_a_year_and_the_words_of_a_form_stay(name, shown):
    assert masked(name) == shown


@pytest.fixture
def sent(tmp_path):
    folder = tmp_path / "2018-03" / "municipal"
    folder.mkdir(parents=True)
    for name in ("201_Петрова.xlsx", "201_Орлова.xlsx", "202.xlsx"):
        (folder / name).write_text(name)
    return sorted(folder.iterdir())


def test_files_that_look_alike_are_told_apart(sent, tmp_path):
    assert [shown_name(path, tmp_path).rpartition("/")[2] for path in sent] == [
        "201_•••.xlsx",
        "201_••• 2.xlsx",
        "202.xlsx",
    ]


def test_a_masked_file_that_was_replaced_is_noticed(sent, tmp_path):
    files = [SentFile.at(path, tmp_path) for path in sent]
    read = [Delivery(file.name, file.sha256) for file in files]
    require_as_read(tmp_path, read)
    inputs = {file.name: file.sha256 for file in files}
    seal = Seal("2018-03", "", "", inputs, {}, {}, {}, {}, {})
    assert replaced(Places(tmp_path, tmp_path), seal) == []
    sent[1].write_text("another")
    with pytest.raises(ReplacedError, match="201_••• 2"):
        require_as_read(tmp_path, read)
    assert replaced(Places(tmp_path, tmp_path), seal) == ["2018-03/municipal/201_••• 2.xlsx"]
