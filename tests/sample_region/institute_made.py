"""The institute's year of a region of no report: fewer texts, all of them generic, figures scaled to its schools."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from .final_programmes import POSTS
from .institute_road_map import road_map
from .institute_year import YEAR, InstituteYear, numbered

PROGRAMMES = (
    "Управление качеством образования в школе",
    "Преподавание математики в школе с низкими результатами",
    "Преподавание русского языка в школе с низкими результатами",
    "Сопровождение школ муниципальными образовательными центрами",
)
SEMINARS = (
    "Кластеризация школ",
    "Программа повышения качества образования",
    "Внутренняя система оценки качества образования",
    "Подготовка к государственной итоговой аттестации",
)
ITEMS = (
    ("Разработка дорожной карты проекта", "Февраль", "Выполнено"),
    (
        "Создание муниципальных образовательных центров",
        "Март",
        "Созданы муниципальные образовательные центры",
    ),
    ("Кластеризация школ", "Март", "Определены школы, включённые в проект"),
    ("Входной и итоговый мониторинги программ школ", "Март, ноябрь", "Мониторинги проведены"),
    ("Повышение квалификации сотрудников школ", "Март–июнь", "Обучение проведено"),
    ("Региональный форум", "24.08.", "Форум проведён"),
    ("Сопровождение школ специалистами", "Апрель–ноябрь", "По планам МОЦ"),
    ("Подготовка итогового отчёта", "Ноябрь–декабрь", "Отчёт"),
)
EVENTS = (
    ("forum", "Региональный форум", "08-24", "organiser"),
    ("conference", "Межрегиональная конференция", "10-18", "organiser"),
    ("seminar", "Семинар соседнего региона", "11-07", "speaker"),
    ("council", "Заседание координационного совета", "12-20", "organiser"),
)
PUBLICATIONS = ["Внутренняя система оценки качества образования", "Программа повышения качества образования"]


def made_year(
    rng: np.random.Generator, municipalities: list[str], concerned: list[str], schools: int
) -> InstituteYear:
    """A plausible year.

    municipalities: all codes; concerned: those with included schools; schools: number of included schools.
    """
    scale = schools / 75
    some = [str(code) for code in rng.permutation(concerned)]
    partners, introduced = some[: max(1, len(some) // 5)], some[: max(1, round(len(some) * 4 / 27))]
    return InstituteYear(
        programmes=_programmes(round(202 * scale)),
        seminars=_seminars(len(municipalities)),
        road_map=road_map(_items()),
        events=_events(len(municipalities), tuple(some[:2])),
        publications=PUBLICATIONS,
        psychologist_pupils=round(844 * scale),
        speech_therapist_pupils=round(20 * scale),
        routes=max(1, round(10 * scale)),
        posts={code: {POSTS[turn % len(POSTS)]: 0.5} for turn, code in enumerate(introduced)},
        agreements=len(partners),
        agreement_municipalities=partners,
        neighbours={},
        media_municipalities=some[: max(1, round(len(some) * 0.6))],
    )


def _programmes(trained: int) -> pd.DataFrame:
    rows = pd.DataFrame({"programme_name": PROGRAMMES, "programme_hours": 36})
    rows["programme_state"] = ["new", "revised"] * (len(PROGRAMMES) // 2)
    rows["training_start"] = [dt.date(YEAR, month, 12) for month in (3, 4, 5, 6)]
    rows["training_end"] = [dt.date(YEAR, month, 23) for month in (3, 4, 5, 6)]
    rows["trained"] = np.maximum(1, np.bincount(np.arange(trained) % len(rows), minlength=len(rows)))
    return numbered(rows)


def _seminars(municipalities: int) -> pd.DataFrame:
    rows = pd.DataFrame({"seminar_topic": SEMINARS, "seminar_speakers": "Методический отдел института"})
    rows["seminar_date"] = [dt.date(YEAR, month, 20) for month in (2, 4, 6, 10)]
    rows["seminar_date_precision"] = "day"
    rows["seminar_attendance"] = [municipalities, municipalities, 2 * municipalities, np.nan]
    rows["seminar_unit"] = ["persons", "connections", "persons", "recording"]
    rows["seminar_recording"] = ["", "", "", "Запись семинара размещена на сайте института"]
    return numbered(rows)


def _items() -> pd.DataFrame:
    items = pd.DataFrame(ITEMS, columns=["item_activity", "item_period", "item_result"])
    return items.assign(item_section="Реализация проекта")


def _events(municipalities: int, guests: tuple[str, ...]) -> pd.DataFrame:
    rows = pd.DataFrame(EVENTS, columns=["event_kind", "event_title", "event_start", "event_role"])
    rows["event_start"] = [dt.date.fromisoformat(f"{YEAR}-{day}") for day in rows["event_start"]]
    rows["event_end"] = rows["event_start"]
    away = rows["event_role"] == "speaker"
    rows["event_host"] = away.map({True: "Институт соседнего региона", False: "Институт региона"})
    rows["event_host_genitive"] = away.map({True: "Института соседнего региона", False: "Института региона"})
    meets = rows["event_kind"].isin(["forum", "conference"])
    rows["event_participants"] = np.where(meets, 4 * municipalities, np.nan)
    rows["event_municipalities"] = np.where(rows["event_kind"] == "forum", municipalities, np.nan)
    rows["event_regions"] = np.where(rows["event_kind"] == "conference", 6, np.nan)
    rows["event_connections"] = np.nan
    rows["event_countries"] = rows["event_link"] = ""
    rows["delegations"] = [guests if speaks else () for speaks in away]
    return numbered(rows)
