"""What Dagster sees: assets, checks, jobs and schedules. Thin: the work is in plain functions elsewhere."""

import warnings

import dagster as dg

# whoever starts a run need not know which of Dagster's words may yet change; that its version is pinned is enough
warnings.filterwarnings("ignore", category=dg.BetaWarning)
