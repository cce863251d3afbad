"""What a municipality returned, and what of it was set aside."""

from dataclasses import dataclass

from orchestration.reports.marts import MartRow
from orchestration.reports.passports.material import Material
from orchestration.reports.passports.school_support import Fact
from orchestration.reports.passports.wording import figure
from orchestration.reports.wording import DELIVERY_STATES, NO_DATA


@dataclass(frozen=True)
class SetAside:
    """A cell or line that a check set aside: where it stands, what is wrong, what to do."""

    place: str
    sentence: str
    remedy: str


def returned_facts(coverage: MartRow) -> tuple[Fact, ...]:
    """Who returned what: a blank, a doubt, «не применимо» and what was set aside are told apart."""
    schools = f"{figure(coverage['schools_returned'])} из {figure(coverage['schools'])}"
    cells = (
        ("Ячеек в форме", "cells_expected"),
        ("заполнено", "cells_answered"),
        ("не заполнено", "cells_blank"),
        ("вызывает вопрос", "cells_in_doubt"),
        ("не применимо", "cells_not_applicable"),
        ("отложено проверкой", "cells_set_aside"),
        ("не представлено", "cells_not_returned"),
    )
    return (
        Fact("Состояние формы", DELIVERY_STATES.get(coverage["delivery_state"], NO_DATA)),
        Fact("Школ представлено", schools),
        *(Fact(name, figure(coverage[column])) for name, column in cells),
    )


def set_aside(material: Material, municipality_code: str) -> tuple[SetAside, ...]:
    """Everything set aside of the municipality's schools, file by file."""
    found = material.by("set_aside", "municipality_code", "file").get(municipality_code, [])
    ordered = sorted(
        found, key=lambda row: (row["file"], row["sheet"] or "", row["line"] or 0, row["cell"] or "")
    )
    return tuple(SetAside(_place(row), row["sentence_ru"], row["remedy_ru"] or "") for row in ordered)


def _place(row: MartRow) -> str:
    """«207.xlsx, лист «Результаты», ячейка F9»."""
    parts = [row["file"].rsplit("/", 1)[-1]]
    parts += [f"лист «{row['sheet']}»"] if row["sheet"] else []
    parts += [f"ячейка {row['cell']}"] if row["cell"] else []
    parts += [f"строка {row['line']}"] if row["line"] else []
    return ", ".join(parts)
