"""Passports and municipal summaries as assets, each downstream of the marts that its module declares."""

from orchestration.defs.code import PASSPORTS
from orchestration.defs.documents import document_asset
from orchestration.reports.passports import municipality, school
from orchestration.reports.passports.files import write_municipalities, write_passports

passports = [
    document_asset(
        "passports",
        {"word", "html"},
        "A page for each included school, to send back to it",
        school.READ,
        write_passports,
        code_version=PASSPORTS,
    ),
    document_asset(
        "municipalities",
        {"word", "html"},
        "A summary for each municipality with addressed recommendations and room for its decisions",
        municipality.READ,
        write_municipalities,
        code_version=PASSPORTS,
    ),
]
