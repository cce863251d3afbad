"""One job per campaign, and a schedule per wave that fires at the wave's deadline."""

import dagster as dg

from orchestration.defs.campaigns import TIMEZONE
from orchestration.defs.raw import SENT
from orchestration.defs.resources import Region
from orchestration.forms.campaign import Campaign, Wave, waves
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
    """Runs the wave's campaign at its deadline; the log and the run's tags say what had not come by then."""
    hour, minute = wave.deadline_time.split(":")

    @dg.schedule(
        name=f"{wave.name}_deadline",
        job=campaign_job,
        cron_schedule=f"{int(minute)} {int(hour)} {wave.deadline_day} {wave.month} *",
        execution_timezone=TIMEZONE,
        description=f"The {wave.name} wave: {wave.deadline_day:02}.{wave.month:02} {wave.deadline_time}, {TIMEZONE}",
    )
    def at_deadline(context: dg.ScheduleEvaluationContext, region: Region) -> dg.RunRequest | dg.SkipReason:
        campaign = Campaign(context.scheduled_execution_time.year, wave)
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


schedules = [wave_schedule(wave) for wave in waves()]
