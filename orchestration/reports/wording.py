"""Russian for codes of the marts that no seed words."""

CLUSTERS = {"low_results": "НРО", "adverse_conditions": "ФНСУ", "both": "НРО и ФНСУ"}
CHANGES = {"leaves": "вышла бы", "enters": "вошла бы", "moves": "сменила бы кластер"}
DELIVERY_STATES = {
    "read": "получено",
    "missing": "не поступило",
    "unreadable": "не читается",
    "protected": "защищено паролем",
    "refused": "не принято",
}
SOURCES = {
    "registry": "Реестр школ",
    "exam_results": "Результаты ОГЭ и ЕГЭ",
    "vpr_results": "Результаты ВПР",
    "training": "Повышение квалификации",
    "seminars": "Семинары",
    "road_map": "Дорожная карта",
    "events": "Мероприятия",
    "agreements": "Договоры о партнерстве",
    "project": "Сведения о проекте",
    "decisions": "Решения о списке школ",
    "region": "Сведения о регионе",
    "received": "Журнал поступления",
}
PROGRAMME_STATES = {"new": "разработана", "revised": "скорректирована"}
