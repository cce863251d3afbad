"""What a campaign still waits for: told at its deadline, before anything runs."""

from pathlib import Path

from orchestration.forms.campaign import Campaign
from orchestration.intake.exams import missing_years
from orchestration.intake.institute import missing_workbooks
from orchestration.intake.registry import read_registry, schools_of
from orchestration.intake.vpr import missing_vpr
from orchestration.intake.workbooks import read_workbooks


def waiting_for(raw: Path, campaign: Campaign) -> list[str]:
    """A sentence in Russian for every workbook and export that has not come, and every answer that cannot be read.

    Raises RegistryError without a registry: who is expected to answer is then not known.
    """
    registry = read_registry(raw, campaign)
    workbooks = read_workbooks(raw, campaign, schools_of(registry.rows))
    missing = [
        *missing_years(raw, campaign),
        *missing_workbooks(raw, campaign),
        *missing_vpr(raw, campaign),
    ]
    deliveries = [*workbooks.deliveries, *(delivery for delivery, _ in missing)]
    return [
        ": ".join(filter(None, (delivery.municipality_code, delivery.file, delivery.message_ru)))
        for delivery in deliveries
        if delivery.state not in ("read", "superseded")
    ]
