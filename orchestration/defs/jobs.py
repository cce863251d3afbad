"""One job per campaign, and a schedule per wave that fires at the wave's deadline."""

from zoneinfo import ZoneInfo

import dagster as dg

from orchestration.defs.campaigns import TIMEZONE
from orchestration.defs.raw import SENT
from orchestration.defs.resources import Region
from orchestration.forms.campaign import Campaign, Deadline, Wave, deadlines, waves
from orchestration.intake.registry import RegistryError
from orchestration.intake.waiting import waiting_for

campaign_job = dg.define_asset_job(
    "campaign",
    # what was sent is looked at first, so that what is then read of it is known to be of these files
    selection=dg.AssetSelection.all() | dg.AssetSelection.assets(*(["raw", kind] for kind in SENT)),
    executor_def=dg.in_process_executor,  # a step process costs a second each, and the warehouse has one writer
    description="A campaign from its raw files to the report's tables and the published marts",
)


def wave_schedule(wave: Wave) -> dg.ScheduleDefinition:
    """Runs the wave's campaign at its deadline; the log and the run's tags say what had not come by then.

    It ticks at the deadlines of all years, and passes over those of another year.
    """
    declared = [row for row in deadlines() if row.wave == wave.name]
    now = declared[-1]

    @dg.schedule(
        name=f"{wave.name}_deadline",
        job=campaign_job,
        cron_schedule=list(dict.fromkeys(_cron(wave, row) for row in declared)),
        execution_timezone=TIMEZONE,
        description=f"The {wave.name} wave: {now.day:02}.{wave.month:02} {now.time}, {TIMEZONE}",
    )
    def at_deadline(context: dg.ScheduleEvaluationContext, region: Region) -> dg.RunRequest | dg.SkipReason:
        at = context.scheduled_execution_time.astimezone(ZoneInfo(TIMEZONE))
        campaign = Campaign(at.year, wave)
        if (at.day, f"{at:%H:%M}") != (campaign.deadline.day, campaign.deadline.time):
            return dg.SkipReason(
                f"{campaign.key} is due on day {campaign.deadline.day}, {campaign.deadline.time}"
            )
        try:
            waiting = waiting_for(region.places.raw, campaign)
        except RegistryError as error:
            return dg.SkipReason(str(error))
        for sentence in waiting:
            context.log.warning(sentence)
        return dg.RunRequest(
            run_key=campaign.key, partition_key=campaign.key, tags={"awaited": f"{len(waiting)} files"}
        )

    return at_deadline


def _cron(wave: Wave, deadline: Deadline) -> str:
    hour, minute = deadline.time.split(":")
    return f"{int(minute)} {int(hour)} {deadline.day} {wave.month} *"


schedules = [wave_schedule(wave) for wave in waves()]
