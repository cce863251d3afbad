"""Campaigns as Dagster's partitions: a month of each wave, from the first campaign on."""

import dagster as dg

from orchestration.forms.campaign import waves

FIRST = "2018-03"
TIMEZONE = "Europe/Moscow"

campaigns = dg.TimeWindowPartitionsDefinition(
    start=FIRST,
    fmt="%Y-%m",
    cron_schedule=f"0 0 1 {','.join(str(wave.month) for wave in waves())} *",
    timezone=TIMEZONE,
    end_offset=1,  # the campaign of the running month is open from its first day on
)
