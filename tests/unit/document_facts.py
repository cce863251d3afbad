"""What the report of 2018 says, line by line, and when each edition of it was made."""

from datetime import date

CUTOFFS = {
    "quarter_1": date(2018, 3, 31),
    "half_year": date(2018, 6, 30),
    "quarter_3": date(2018, 9, 30),
    "year": date(2018, 12, 31),
}
NAMES = {
    "start": "стартовая диагностика",
    "quarter_1": "справка за I квартал",
    "half_year": "справка за I полугодие",
    "quarter_3": "справка за III квартал",
    "year": "отчёт за год",
}
FACTS: dict[str, float | None] = {
    "schools": 360, "rural_schools": 234, "rural_schools_share": 0.65, "rural_small_schools": 89,
    "rural_small_schools_share": 89 / 234, "rural_pupils_share": 0.2018, "returned_schools": 360,
    "surveyed_share": 1, "entry_schools": 360,
    "entry_returned_schools": 359, "entry_surveyed_share": 359 / 360, "municipalities": 27, "centres": 27, "centres_share": 1, "included_schools": 75,
    "low_results_schools": 38, "adverse_conditions_schools": 30, "both_schools": 7, "included_secondary": 37,
    "included_basic": 38, "included_urban": 12, "included_rural": 63, "programmes": 75, "programmes_share": 1,
    "programme_years_min": 1, "programme_years_max": 3, "consulted_schools": 75, "consulted_teachers": 131,
    "agreements": 13, "agreement_municipalities": 5, "new_post_schools": 4, "new_post_kinds": 5,
    "psychologist_pupils": 844, "speech_therapist_pupils": 20, "training_programmes": 8, "new_programmes": 4,
    "revised_programmes": 4, "trained": 202, "seminars": 12, "seminar_recordings": 6, "seminar_persons": 82,
    "seminar_connections": 97, "association_schools": 75, "association_schools_share": 1, "own_events": 3,
    "talks": 3, "talk_hosts": 3, "attended_events": 4, "attended_hosts": 4, "delegation_municipalities": 3,
    "individual_route_schools": 10, "media_municipalities": 16, "forum_participants": 124,
    "forum_municipalities": 27, "conference_participants": 127, "conference_regions": 8,
    "conference_countries": 1, "round_table_connections": 60, "round_table_participants": 155,
    "publications": 4, "council_sessions": 3, "head_seminar_municipalities": 27, "own_monitorings_min": 1,
    "road_map_items": 43, "road_map_done": 43, "road_map_done_late": 0, "road_map_overdue": 0, "road_map_pending": 0, "road_map_not_confirmed": 0,
    "targets_total": 12, "targets_reached": 12,
}  # fmt: skip
TEXTS = {
    "agreement_municipalities": "Вяземский район, Руднянский район, Смоленский район, Сычевский район, Шумячский район",
    "new_post_schools": "МБОУ «СШ № 3» (г. Десногорск), МБОУ Ельнинская СШ № 1 (Ельнинский район)",
    "new_post_kinds": "логопед, психолог, социальный педагог, учитель, педагог дополнительного образования",
    "talk_hosts": "Коми республиканского ИРО, ИРО Иркутской области, Мордовского РИО",
    "attended_hosts": "Красноярского ИПК, Костромского ОИРО, Владимирского ИРО, Тюменского ОГИРРО",
    "delegation_municipalities": "Вяземский район, Смоленский район, Хиславичский район",
    "media_municipalities": "Вяземский район, г. Смоленск, г. Десногорск",
    "conference_countries": "Республика Беларусь",
    "publications": "«Локальные нормативные акты», «Управление кадровыми ресурсами»",
}
PLANS = {
    "entry_surveyed_share": 1, "programmes_share": 0.12, "centres_share": 0.75, "consulted_schools": 26,
    "consulted_teachers": 130, "agreements": 13, "own_events": 5, "own_monitorings_min": 1, "trained": 200,
    "association_schools_share": 1, "conference_participants": 45, "conference_regions": 5,
}  # fmt: skip

EVENTS = (
    ("forum", "Модели управления образованием", date(2018, 8, 24), "organiser", "ГАУ ДПО СОИРО"),
    ("conference", "Интеграция ресурсов", date(2018, 10, 18), "organiser", "ГАУ ДПО СОИРО"),
    ("round_table", "Муниципальный образовательный центр", date(2018, 11, 29), "organiser", "ГАУ ДПО СОИРО"),
    ("conference", "Доклад", date(2018, 10, 4), "speaker", "ГОУДПО «Коми республиканский ИРО»"),
    ("seminar", "Семинар", date(2018, 9, 26), "participant", "КГАОУ ДПО «Красноярский краевой ИПК»"),
    ("council", "Координационный совет", date(2018, 3, 5), "organiser", "Департамент"),
)
