"""How pages name days and the list's categories in Ukrainian, English and Russian."""

from __future__ import annotations

from datetime import date

UK_MONTHS = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip
UK_WEEKDAYS = ("Понеділок", "Вівторок", "Середа", "Четвер", "П'ятниця", "Субота", "Неділя")
RU_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
RU_WEEKDAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье")
EN_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
EN_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

UK_LABELS = {
    "personnel": "особового складу",
    "tanks": "танків",
    "armoured_vehicles": "бойових броньованих машин",
    "artillery_systems": "артилерійських систем",
    "mlrs": "РСЗВ",
    "air_defence": "засоби ППО",
    "aircraft": "літаків",
    "helicopters": "гелікоптерів",
    "uavs": "БПЛА оперативно-тактичного рівня",
    "cruise_missiles": "крилаті ракети",
    "ships": "кораблі /катери",
    "submarines": "підводні човни",
    "military_vehicles": "автомобільної техніки",
    "fuel_tanks": "цистерн з ПММ",
    "vehicles_fuel_tanks": "автомобільної техніки та автоцистерн",
    "srbm_systems": "пускових установок ОТРК",
    "special_equipment": "спеціальна техніка",
    "ground_robots": "наземних робототехнічних комплексів",
}
RU_LABELS = {
    "personnel": "личного состава",
    "tanks": "танков",
    "armoured_vehicles": "боевых бронированных машин",
    "artillery_systems": "артиллерийских систем",
    "mlrs": "РСЗО",
    "air_defence": "средств ПВО",
    "aircraft": "самолетов",
    "helicopters": "вертолетов",
    "uavs": "БПЛА оперативно-тактического уровня",
    "cruise_missiles": "крылатых ракет",
    "ships": "кораблей/катеров",
    "submarines": "подводных лодок",
    "military_vehicles": "автомобильной техники",
    "fuel_tanks": "цистерн с ГСМ",
    "vehicles_fuel_tanks": "автомобильной техники и автоцистерн",
    "srbm_systems": "пусковых установок ОТРК",
    "special_equipment": "специальной техники",
    "ground_robots": "наземных робототехнических комплексов",
}
EN_LABELS = {
    "personnel": "personnel",
    "tanks": "tanks",
    "armoured_vehicles": "armoured combat vehicles",
    "artillery_systems": "artillery systems",
    "mlrs": "MLRS",
    "air_defence": "air defence equipment",
    "aircraft": "aircraft",
    "helicopters": "helicopters",
    "uavs": "UAV operational-tactical level",
    "cruise_missiles": "cruise missiles",
    "ships": "warships/boats",
    "submarines": "submarines",
    "military_vehicles": "military vehicles",
    "fuel_tanks": "fuel tanks",
    "vehicles_fuel_tanks": "vehicles and fuel tanks",
    "srbm_systems": "operational-tactical missile launchers",
    "special_equipment": "special equipment",
    "ground_robots": "ground robotic systems",
}


def uk_date(day: date) -> str:
    """24 квітня 2024"""
    return f"{day.day} {UK_MONTHS[day.month - 1]} {day.year}"


def ru_date(day: date) -> str:
    """24 апреля 2024"""
    return f"{day.day} {RU_MONTHS[day.month - 1]} {day.year}"


def en_date(day: date) -> str:
    """April 24, 2024"""
    return f"{EN_MONTHS[day.month - 1]} {day.day}, {day.year}"


def spaced(number: int) -> str:
    """1 475 270"""
    return f"{number:,}".replace(",", " ")
