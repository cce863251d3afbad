"""The report's tables as assets, each downstream of what it declares to read and of nothing else."""

import dagster as dg

from orchestration.defs.campaigns import campaigns
from orchestration.defs.code import TABLES as TABLES_CODE
from orchestration.defs.columns import LINEAGE, of_report, schema_of_report, table_lineage
from orchestration.defs.resources import OWNERS, Region
from orchestration.reports.table import markdown
from orchestration.reports.tables import TABLES, ReportTable, TableKey, table_files, tables_of, write_table
from orchestration.warehouse.release import staging


def table_asset(n: TableKey, declared: ReportTable) -> dg.AssetsDefinition:
    """Table n of the campaign in reports/<campaign>/, as xlsx, csv and html, with a preview.

    A campaign of a wave whose report has no such table makes no file; the step is done all the same, since the seal
    waits for all reports.
    """

    @dg.asset(
        key=["reports", f"table_{n}"],
        deps=[dg.AssetKey(list(key)) for key in declared.sources],
        partitions_def=campaigns,
        code_version=TABLES_CODE,
        group_name="reports",
        kinds={"excel", "html", "csv"},
        owners=OWNERS,
        description=f"Table {n} of the report: {declared.title}",
    )
    def table(context: dg.AssetExecutionContext, region: Region) -> dg.MaterializeResult[None]:
        places, campaign = region.places, context.partition_key
        with staging(places, f"{campaign}/table_{n}", TABLES_CODE) as folder:
            if n not in tables_of(campaign):
                return dg.MaterializeResult(metadata={"files": []})
            written = write_table(n, places.work, campaign, folder)
        return dg.MaterializeResult(
            metadata={
                "preview": dg.MetadataValue.md(markdown(written)),
                "dagster/row_count": len(written.records.rows),
                "dagster/column_schema": schema_of_report(written, declared.reads),
                LINEAGE: table_lineage(of_report(written, declared.reads)),
                "files": [str(path) for path in table_files(n, campaign, places.reports)],
            }
        )

    return table


tables = [table_asset(n, declared) for n, declared in TABLES.items()]
