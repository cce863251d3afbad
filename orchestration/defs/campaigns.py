"""Campaigns as Dagster's partitions: a month of each wave, from the first that a rule set is for."""

import dagster as dg

from orchestration.forms.campaign import first_campaign, waves

TIMEZONE = "Europe/Moscow"

campaigns = dg.TimeWindowPartitionsDefinition(
    start=first_campaign(),
    fmt="%Y-%m",
    cron_schedule=f"0 0 1 {','.join(str(wave.month) for wave in waves())} *",
    timezone=TIMEZONE,
    end_offset=1,  # the campaign of the running month is open from its first day on
)
