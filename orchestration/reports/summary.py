"""What came out of a run, in a few lines for whoever started it."""

from itertools import groupby
from pathlib import Path

import duckdb

ANSWERED = """
select
    count(*),
    count(*) filter (where delivery_state = 'read'),
    sum(schools),
    sum(schools_returned)
from marts.coverage
where campaign = ?
"""
SET_ASIDE = """
select rule, any_value(sentence_ru order by sentence_ru), count(*)
from marts.set_aside
where campaign = ? and rule not in (from (select rule from marts.cross_checks))
group by rule
order by count(*) desc, rule
"""
CONTRADICTED = """
select rule, any_value(sentence_ru order by sentence_ru), count(*)
from marts.cross_checks
where campaign = ?
group by rule
order by count(*) desc, rule
"""
REPAIRED = "select count(distinct (file, sheet, cell)) from marts.repairs where campaign = ?"
NOT_READ = """
select coalesce(file, municipality_code, ''), message_ru
from marts.deliveries
where campaign = ? and state <> 'read'
order by all
"""


def summarise(marts: Path, campaign: str, folder: Path) -> str:
    """Where the tables lie, who answered, what did not come, what was set aside and what repaired, from the published marts."""
    with duckdb.connect(marts, read_only=True) as connection:
        municipalities, read, schools, returned = (
            connection.execute(ANSWERED, [campaign]).fetchone() or (0,) * 4
        )
        not_read = connection.execute(NOT_READ, [campaign]).fetchall()
        (repaired,) = connection.execute(REPAIRED, [campaign]).fetchone() or (0,)
        set_aside = connection.execute(SET_ASIDE, [campaign]).fetchall()
        contradicted = connection.execute(CONTRADICTED, [campaign]).fetchall()
    lines = [f"answered: {read} of {municipalities} municipalities, {returned} of {schools} schools"]
    lines += ["  " + ": ".join(filter(None, ("not read", *row))) for row in not_read]
    lines.append(f"set aside: {sum(count for *_, count in set_aside)} (marts.set_aside says where and why)")
    lines += _by_rule(set_aside)
    count = sum(count for *_, count in contradicted)
    lines.append(
        f"contradicted by other files or the last campaign: {count} (marts.cross_checks has both sides)"
    )
    lines += _by_rule(contradicted)
    lines.append(f"repaired: {repaired} cells (marts.repairs has each before and after)")
    lines.append(f"report: {folder}")
    for name, files in groupby(sorted(folder.glob("[!.]*.*")), key=lambda path: path.stem):
        lines.append(f"  {name}: {', '.join(file.suffix[1:] for file in files)}")
    for inner in sorted(path for path in folder.iterdir() if path.is_dir()):
        lines.append(f"  {inner.name}/: {sum(path.is_file() for path in inner.iterdir())} files")
    lines.append(f"marts for analysts: {marts}")
    return "\n".join(lines)


def _by_rule(counted: list[tuple[str, str, int]]) -> list[str]:
    return [f"  {count} x {rule}, such as: {sentence}" for rule, sentence, count in counted]
