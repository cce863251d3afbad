"""The columns of the marts that documents read."""

SCHEMAS = {
    "report_editions": "campaign text, edition text, cutoff date, name_ru text",
    "report_facts": "campaign text, edition text, fact text, name_ru text, unit text, value double, text_ru text, "
    "counted_from_ru text",
    "targets": "campaign text, edition text, no int, task_no int, task_ru text, target_ru text, unit text, plan double, "
    "fact text, fact_value double, state text, counted_from_ru text",
    "findings": "campaign text, no int, state text, text_ru text, tests bigint, tests_holding bigint, tests_bearing bigint",
    "finding_tests": "campaign text, no int, test int, indicator text, indicator_ru text, comparison text, "
    "included_value double, region_value double, schools_share double, threshold double, holds boolean",
    "events": "campaign text, no int, kind text, title_ru text, starts date, ends date, role text, host_ru text, "
    "host_genitive_ru text, participants bigint, connections bigint, municipalities bigint, regions bigint, "
    "countries_ru text, link text",
    "school_programmes": "campaign text, school_code text, municipality_code text, years int, "
    "activities_planned int, activities_done int, assessment_entry text, assessment_final text, "
    "indicators_compared bigint, indicators_improved bigint, improved_share double",
    "dynamics": "campaign text, group_kind text, group_code text, indicator text, compared bigint, better bigint, "
    "worse bigint, changed bigint, unchanged bigint, not_comparable bigint, improved_share double",
    "training_programmes": "campaign text, programme_no int, programme_ru text, hours int, state text, starts date, "
    "ends date, trained bigint",
    "trained_staff": "campaign text, programme_no int, programme_ru text, municipality_code text, "
    'municipality_name text, "position" text, position_ru text, trained bigint',
    "schools": "campaign text, school_code text, school_name text, municipality_code text, municipality_name text, "
    "school_kind text, locality text, cluster text, entry_cluster text, included boolean, "
    "included_by text, approval_ru text, decision_ru text",
    "approved_list": "campaign text, school_code text, school_name text, acts boolean, sheet text, cell text, "
    "raw_text text, approval_ru text, file text, file_sha256 text",
    "decisions": "campaign text, no int, school_name text, action text, date date, document text, overtaken_by text",
    "coverage": "campaign text, municipality_code text, municipality_name text, delivery_state text, schools bigint, "
    "schools_returned bigint, cells_expected bigint, cells_answered bigint, cells_blank bigint, cells_not_applicable bigint, cells_set_aside bigint",
    "deliveries": "campaign text, source text, municipality_code text, file text, state text, received_on date, days_late int, "
    "rows_in bigint, rows_kept bigint, rows_set_aside bigint, message_ru text",
    "set_aside": "campaign text, source text, municipality_code text, entity text, file text, sheet text, cell text, "
    "line int, rule text, severity text, sentence_ru text, remedy_ru text",
    "cross_checks": "campaign text, school_code text, rule text, for_signature boolean, sentence_ru text",
    "partner_agreements": "campaign text, no int, number text, date date, school_code text, school_name text, "
    "municipality_code text, municipality_name text, partner_code text, partner_name text",
    "list_changes": "campaign text, school_code text, school_name text, municipality_code text, municipality_name text, "
    "entry_cluster text, cluster text, change text, reason text",
    "region_profile": "campaign text, fact text, no int, text_ru text, stated boolean",
    "decisions_in_force": "campaign text, school_code text, school_name text, action text, decision_ru text, reason_ru text, "
    "author_ru text, municipality_code text, file text, file_sha256 text, sheet text, cell text",
    "figures": "campaign text, figure text, number double, table_name text, table_row int, table_column text, "
    "statistic text, indicator text",
    "institute_figures": "campaign text, figure text, number double",
    "fact_figures": "campaign text, edition text, figure text, table_name text, fact text, over_list boolean",
    "fact_cells": "campaign text, edition text, fact text, statistic text, part text, row_no text, row_ru text, role text, "
    "variable text, counted boolean, number double, state text, raw_text text, file text, file_sha256 text, sheet text, "
    "cell text",
}
