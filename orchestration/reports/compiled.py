"""The documents' templates compiled, by the server that forks the processes beside a run: they find them so."""

from orchestration.reports.document import page_template, word_template
from orchestration.reports.document.documents import REPORT, START, TEMPLATES
from orchestration.reports.passports.files import MUNICIPALITY, PASSPORT, TOP

for word in TEMPLATES.glob("*.docx"):
    word_template.compiled(word.read_bytes())
for page, top in (
    *((document.template, page_template.BELOW_TITLE) for document in (REPORT, START)),
    *((passport, TOP) for passport in (PASSPORT, MUNICIPALITY)),
):
    page_template.compiled(page.read_bytes(), top)
