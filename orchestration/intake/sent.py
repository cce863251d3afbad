"""All files that were sent for a campaign, by the kind of source that each is of."""

from collections.abc import Collection
from pathlib import Path

from orchestration.forms.campaign import Campaign
from orchestration.forms.form import INSTITUTE
from orchestration.intake.deliveries import Delivery, SentFile
from orchestration.intake.export_files import exam_files, vpr_files
from orchestration.intake.institute import DECISIONS, institute_files
from orchestration.intake.registry import registry_files
from orchestration.intake.workbooks import LEFT_BESIDE, workbook_files

JOURNAL = "received"  # of receipt; its source tells too of files that lie where none looks for its own


class ReplacedError(RuntimeError):
    """A file is not any more what was read of it."""


def sent_files(raw: Path, campaign: Campaign) -> dict[str, list[SentFile]]:
    """The files that intake reads of each kind; the names of the kinds are those of the raw assets."""
    single = {"registry": registry_files(raw, campaign), JOURNAL: journal_files(raw, campaign)}
    exports = {"exam_exports": exam_files, "vpr_exports": vpr_files}
    institute = {f"institute_{form}": institute_files(raw, campaign.key, form) for form in INSTITUTE}
    # whatever else lies in the institute's folder is told with the workbook that may lie there under another name
    institute[f"institute_{DECISIONS}"] += institute_files(raw, campaign.key, None)
    sent = {
        **{kind: [SentFile.at(path, raw) for path in paths] for kind, paths in single.items()},
        "municipal_workbooks": workbook_files(raw, campaign),
        **{kind: [SentFile.at(path, raw) for path in of(raw, campaign.key)] for kind, of in exports.items()},
        **institute,
    }
    sought = {file.path for files in sent.values() for file in files}
    return {**sent, JOURNAL: sent[JOURNAL] + _elsewhere(raw, campaign, sought)}


def journal_files(raw: Path, campaign: Campaign) -> list[Path]:
    """`raw/<campaign>/received.csv`, where somebody keeps it."""
    path = raw / campaign.key / f"{JOURNAL}.csv"
    return [path] if path.is_file() else []


def _elsewhere(raw: Path, campaign: Campaign, sought: Collection[Path]) -> list[SentFile]:
    """What lies in the campaign's folder where no source looks for its files."""
    paths = sorted(set((raw / campaign.key).rglob("*")) - set(sought))
    return [
        SentFile.at(path, raw) for path in paths if path.is_file() and not path.name.startswith(LEFT_BESIDE)
    ]


def require_as_read(raw: Path, deliveries: Collection[Delivery]) -> None:
    """Raises ReplacedError where a file was replaced or taken away while it was read: its rows may be of both."""
    read = {delivery.file: delivery.sha256 for delivery in deliveries if delivery.file and delivery.sha256}
    folders = {raw / name.partition("/")[0] for name in read}
    there = {SentFile.at(path, raw) for folder in folders for path in folder.rglob("*") if path.is_file()}
    present = {file.name: file.sha256 for file in there}
    replaced = [name for name, sha256 in read.items() if present.get(name) != sha256]
    if replaced:
        raise ReplacedError(f"replaced while it was read, so run again: {', '.join(sorted(replaced))}")
