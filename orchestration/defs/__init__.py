"""What Dagster sees: assets, checks, jobs and schedules. Thin: the work is in plain functions elsewhere."""
