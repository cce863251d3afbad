"""A region into a campaign's folder of raw files, with a manifest that says it is made."""

import hashlib
import json
import shutil
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pandas as pd

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import MUNICIPAL, REGISTRY, Sheet, variants
from tests.sample_region.exports import SURNAMES, write_exports
from tests.sample_region.final_vpr import write_vpr
from tests.sample_region.final_wave import FinalWave
from tests.sample_region.forms import PROJECT, Page, table_page, title_page
from tests.sample_region.institute_books import Books
from tests.sample_region.journal import write_journal
from tests.sample_region.region import Region
from tests.sample_region.region_profile import region_profile
from tests.sample_region.spreadsheets import write

RowsLost = Collection[tuple[str, str]]  # (part, school_code) of rows that do not stand on that sheet
NO_ROWS_LOST: RowsLost = ()
FOLLOWED_PARTS = ("programmes", "support")  # included schools only
REGISTRY_COLUMNS = {"small_school": "registry_small_school", "pupils": "registry_pupils"}


def write_region(region: Region, raw: Path, campaign_key: str, seed: int) -> None:
    """Write registry, workbooks and exports of one campaign below `raw`, replacing what was there."""
    campaign = Campaign.parse(campaign_key)
    _write_campaign(region, raw, campaign, NO_ROWS_LOST)
    _write_books(region, {"region": {"region_profile": region_profile(region)}}, raw, campaign)
    write_journal(raw / campaign.key)
    _write_manifest(raw, seed, len(region.schools))


def write_final_wave(wave: FinalWave, raw: Path, campaign_key: str, seed: int) -> None:
    """Write what the final wave brings below `raw`: the institute's workbooks and check tests beside the rest."""
    campaign = Campaign.parse(campaign_key)
    answers = wave.region.answers.copy()
    for (school, variable), text in wave.typed.items():
        answers.at[school, variable] = text
    others = answers.index.difference(wave.included)
    lost = {(part, school) for part in FOLLOWED_PARTS for school in others} | wave.absent
    _write_campaign(replace(wave.region, answers=answers), raw, campaign, lost)
    write_vpr(wave.vpr, campaign.year, raw / campaign.key / "exams")
    _write_books(wave.region, wave.institute, raw, campaign)
    write_journal(raw / campaign.key)
    _write_manifest(raw, seed, len(wave.region.schools))


def _write_books(region: Region, books: Books, raw: Path, campaign: Campaign) -> None:
    names = region.municipalities.set_index("municipality_code")["municipality_name"]
    for form, parts in books.items():
        (variant,) = variants(form, campaign)
        pages = [
            table_page(sheet, parts[sheet.part], names, [PROJECT, sheet.title], totals=False)
            for sheet in variant.tables
        ]
        write(pages, raw / campaign.key / "institute" / f"{form}.xlsx")


def _write_campaign(region: Region, raw: Path, campaign: Campaign, lost: RowsLost) -> None:
    folder = raw / campaign.key
    shutil.rmtree(folder, ignore_errors=True)
    write(_registry(region, campaign), folder / "registry.xlsx")
    for number, (_, municipality) in enumerate(region.municipalities.iterrows()):
        pages, suffix = _workbook(region, municipality, number, campaign, lost)
        write(pages, folder / "municipal" / f"{municipality['municipality_code']}{suffix}")
    write_exports(region.results, folder / "exams")


def _registry(region: Region, campaign: Campaign) -> list[Page]:
    (variant,) = variants(REGISTRY, campaign)
    towns, schools = variant.tables
    above = ["Реестр общеобразовательных организаций", f"на {campaign.key}"]
    municipalities = region.municipalities.set_index("municipality_code", drop=False)
    listed = region.schools.rename(columns=REGISTRY_COLUMNS).set_index("school_code", drop=False)
    for column in ("valid_from", "valid_to"):
        dates = pd.to_datetime(listed[column])
        listed[column] = dates.dt.strftime("%d.%m.%Y").where(dates.notna(), "")
    return [
        table_page(towns, municipalities, municipalities["municipality_name"], above, totals=False),
        table_page(schools, listed, listed["school_name"], above, totals=False),
    ]


def _workbook(
    region: Region, municipality: pd.Series, number: int, campaign: Campaign, lost: RowsLost
) -> tuple[list[Page], str]:
    """Most municipalities use this year's form, some an older one; one sends .xls, one .ods."""
    forms = variants(MUNICIPAL, campaign)
    variant = forms[{2: 1, 5: 2, 7: 1}.get(number % 9, 0)]
    suffix = {3: ".xls", 4: ".ods"}.get(number, ".xlsx")
    person = f"{SURNAMES[number % len(SURNAMES)]} {'АВЕИН'[number % 5]}.{'ПСТ'[number % 3]}."
    schools = region.schools[region.schools["municipality_code"] == municipality["municipality_code"]]
    names = schools.set_index("school_code")["school_name"]
    answers = region.answers[region.answers.index.isin(names.index)]
    above = [
        "Мониторинг школ с низкими результатами обучения и школ,",
        "функционирующих в неблагоприятных социальных условиях",
        str(municipality["municipality_name"]),
        f"Кампания {campaign.key}",
        "Заполняется муниципальным образовательным центром",
        "Все сведения указываются количеством, не долей",
    ]

    def page(sheet: Sheet) -> Page:
        missing = [code for code in answers.index if (sheet.part, code) in lost]
        return table_page(
            sheet, answers.drop(index=missing), names, above, totals=True, signature=f"Исполнитель: {person}"
        )

    assert variant.title
    title = title_page(variant.title, municipality, person, f"8-000-{number:03}-00-00")
    return [title, *map(page, variant.tables)], suffix


def _write_manifest(raw: Path, seed: int, schools: int) -> None:
    """What lies in `raw`, with hashes; `made` says that nobody real is in it."""
    files = sorted(path for path in raw.glob("*/**/*") if path.is_file())
    manifest = {
        "made": True,
        "note": "Made by tests/sample_region; no school, pupil or employee in it is real.",
        "seed": seed,
        "schools": schools,
        "files": {
            path.relative_to(raw).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (raw / "manifest.json").write_text(text + "\n", encoding="utf-8")
