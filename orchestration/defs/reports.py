"""The report's tables as assets, each downstream of its mart alone."""

import dagster as dg

from orchestration.defs.campaigns import campaigns
from orchestration.defs.resources import OWNERS, Region
from orchestration.reports.table import markdown
from orchestration.reports.tables import table_files, write_table


def table_asset(number: int, title: str, *read: tuple[str, str]) -> dg.AssetsDefinition:
    """Table `number` of the campaign in reports/<campaign>/, as xlsx, csv and html, with a preview.

    read: schema and name of what the table is made of, and of nothing else.
    """

    @dg.asset(
        key=["reports", f"table_{number}"],
        deps=[dg.AssetKey(list(key)) for key in read],
        partitions_def=campaigns,
        group_name="reports",
        kinds={"excel", "html", "csv"},
        owners=OWNERS,
        description=f"Table {number} of the report: {title}",
    )
    def table(context: dg.AssetExecutionContext, region: Region) -> dg.MaterializeResult[None]:
        places, campaign = region.places, context.partition_key
        written = write_table(number, places.work, campaign, places.reports)
        return dg.MaterializeResult(
            metadata={
                "preview": dg.MetadataValue.md(markdown(written)),
                "dagster/row_count": len(written.rows),
                "files": [str(path) for path in table_files(number, campaign, places.reports)],
            }
        )

    return table


tables = [
    table_asset(
        1,
        "the 30 indicators over the included schools",
        ("marts", "table_1_start_diagnostics"),
        ("reference", "cell_notes"),
    ),
    table_asset(5, "included schools by municipality and cluster", ("marts", "table_5_clusters")),
]
