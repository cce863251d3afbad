"""Passports and municipal summaries as assets, each downstream of the marts that its module declares."""

from orchestration.defs.code import PASSPORTS
from orchestration.defs.documents import ReportDocument, document_asset
from orchestration.reports.passports import municipality, school
from orchestration.reports.passports.files import write_municipalities, write_passports

DECLARED = [
    ReportDocument(
        "passports",
        frozenset({"word", "html"}),
        "A page for each included school, to send back to it",
        school.READ,
        write_passports,
        takes_long=True,
        code_version=PASSPORTS,
    ),
    ReportDocument(
        "municipalities",
        frozenset({"word", "html"}),
        "A summary for each municipality with addressed recommendations and room for its decisions",
        municipality.READ,
        write_municipalities,
        takes_long=True,
        code_version=PASSPORTS,
    ),
]
passports = [document_asset(declared) for declared in DECLARED]
