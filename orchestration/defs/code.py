"""The version of the code and declarations behind each kind of asset.

With another, Dagster calls what they made stale, and no release carries it over.
"""

from orchestration.lineage.seal import fingerprint

FILES = "orchestration/*.py"
RENDERING = (
    FILES,
    "orchestration/reports/*",
    "orchestration/lineage/*.py",
    "orchestration/forms/*",
    "dbt_project/seeds/waves.csv",
)
DOCUMENT = ("orchestration/reports/document/*", "orchestration/reports/templates/*")

READING = fingerprint("orchestration/intake/*.py", "orchestration/forms/*", "dbt_project/seeds/*.csv")
TABLES = fingerprint(*RENDERING)
DOCUMENTS = fingerprint(*RENDERING, *DOCUMENT, "orchestration/reports/pictures/*")
PASSPORTS = fingerprint(*RENDERING, *DOCUMENT, "orchestration/reports/passports/*")
# a corrected workbook's effects are what the models make of the answers without it
RETURNED = fingerprint(
    FILES,
    "orchestration/outgoing/*",
    "orchestration/forms/*",
    "orchestration/lineage/*.py",
    "dbt_project/**/*.sql",
    "dbt_project/seeds/*.csv",
)
PUBLISHED = fingerprint(FILES, "orchestration/warehouse/*.py", "orchestration/lineage/*.py")
