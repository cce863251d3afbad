"""The version of the code and declarations behind each kind of asset: with another, Dagster calls what they made stale."""

from orchestration.lineage.seal import fingerprint

FILES = "orchestration/*.py"
RENDERING = (
    FILES,
    "orchestration/reports/*",
    "orchestration/lineage/*.py",
    "orchestration/forms/campaign.py",
)
DOCUMENT = ("orchestration/reports/document/*", "orchestration/reports/templates/*")

READING = fingerprint("orchestration/intake/*.py", "orchestration/forms/*", "dbt_project/seeds/*.csv")
TABLES = fingerprint(*RENDERING)
DOCUMENTS = fingerprint(*RENDERING, *DOCUMENT, "orchestration/reports/pictures/*")
PASSPORTS = fingerprint(*RENDERING, *DOCUMENT, "orchestration/reports/passports/*")
RETURNED = fingerprint(FILES, "orchestration/outgoing/*", "orchestration/forms/*")
PUBLISHED = fingerprint(FILES, "orchestration/warehouse/*.py", "orchestration/lineage/*.py")
