"""All files that were sent for a campaign, by the kind of source that each is of."""

from collections.abc import Collection
from pathlib import Path

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import INSTITUTE
from orchestration.intake.deliveries import Delivery, SentFile
from orchestration.intake.export_files import exam_files, vpr_files
from orchestration.intake.institute import DECISIONS, institute_files
from orchestration.intake.received import journal_file
from orchestration.intake.registry import registry_files
from orchestration.intake.workbooks import workbook_files


class ReplacedError(RuntimeError):
    """A file is not any more what was read of it."""


def sent_files(raw: Path, campaign: Campaign) -> dict[str, list[SentFile]]:
    """The files that intake reads of each kind; the names of the kinds are those of the raw assets."""
    journal = journal_file(raw, campaign)
    single = {"registry": registry_files(raw, campaign), "received": [journal] if journal else []}
    exports = {"exam_exports": exam_files, "vpr_exports": vpr_files}
    institute = {f"institute_{form}": institute_files(raw, campaign.key, form) for form in INSTITUTE}
    # whatever else lies in the institute's folder is told with the workbook that may lie there under another name
    institute[f"institute_{DECISIONS}"] += institute_files(raw, campaign.key, None)
    return {
        **{kind: [SentFile.at(path, raw) for path in paths] for kind, paths in single.items()},
        "municipal_workbooks": workbook_files(raw, campaign),
        **{kind: [SentFile.at(path, raw) for path in of(raw, campaign.key)] for kind, of in exports.items()},
        **institute,
    }


def require_as_read(raw: Path, deliveries: Collection[Delivery]) -> None:
    """Raises ReplacedError where a file was replaced or taken away while it was read: its rows may be of both."""
    read = {delivery.file: delivery.sha256 for delivery in deliveries if delivery.file and delivery.sha256}
    folders = {raw / name.partition("/")[0] for name in read}
    there = {SentFile.at(path, raw) for folder in folders for path in folder.rglob("*") if path.is_file()}
    present = {file.name: file.sha256 for file in there}
    replaced = [name for name, sha256 in read.items() if present.get(name) != sha256]
    if replaced:
        raise ReplacedError(f"replaced while it was read, so run again: {', '.join(sorted(replaced))}")
