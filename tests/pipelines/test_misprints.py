"""Misprinted labels of a list: one letter wrong is read and told, and what may be another word stays unknown."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipelines.losses import LossReading, read_losses
from pipelines.problems import Problem

# Lists as of 12 June 2025, in order of the categories below; the label that is misprinted takes its category's place.
HEADINGS = {
    "cs": "Generální štáb Ukrajiny: ztráty nepřítele od 24.02.22 do 12.06.25:",
    "de": "Der ukrainische Generalstab meldet die Gesamtverluste des Feindes vom 24.02.22 bis 12.06.25:",
    "en": "Losses of the enemy from 24.02.22 to 12.06.25, by the General Staff of Ukraine:",
    "es": "Pérdidas del enemigo desde el 24.02.22 hasta el 12.06.25 según el Estado Mayor de Ucrania:",
    "fr": "Pertes de l'ennemi du 24.02.22 au 12.06.25 selon l'état-major ukrainien :",
    "it": "Le perdite del nemico dal 24.02.22 al 12.06.25 secondo lo Stato maggiore ucraino:",
    "nl": "De verliezen van de vijand van 24.02.22 tot 12.06.25 volgens de Oekraïense generale staf:",
    "pl": "Straty przeciwnika od 24.02.22 do 12.06.25 według Sztabu Generalnego Ukrainy:",
    "pt": "Perdas do inimigo de 24.02.22 a 12.06.25 segundo o Estado-Maior da Ucrânia:",
    "ro": "Pierderile inamicului din 24.02.22 până în 12.06.25, potrivit Statului Major al Ucrainei:",
    "ru": "Потери противника с 24.02.22 по 12.06.25 по данным Генштаба ВСУ:",
    "uk": "Втрати противника з 24.02.22 по 12.06.25 за даними Генштабу:",
}
LABELS = {
    "cs": ["tanků", "obrněných vozidel", "dělostřeleckých systémů", "raketometů", "letadel", "vrtulníků"],
    "de": ["Panzer", "gepanzerte Fahrzeuge", "Artilleriesysteme", "Mehrfachraketenwerfer", "Flugzeuge", "Hubschrauber"],
    "en": ["tanks", "armoured vehicles", "artillery systems", "multiple rocket launchers", "aircraft", "helicopters"],
    "es": ["tanques", "vehículos blindados", "sistemas de artillería", "lanzacohetes múltiples", "aviones",
           "helicópteros"],
    "fr": ["chars", "véhicules blindés", "systèmes d'artillerie", "lance-roquettes multiples", "avions",
           "hélicoptères"],
    "it": ["carri armati", "veicoli corazzati", "sistemi di artiglieria", "lanciarazzi multipli", "aerei",
           "elicotteri"],
    "nl": ["tanks", "pantservoertuigen", "artilleriesystemen", "raketwerpers", "vliegtuigen", "helikopters"],
    "pl": ["czołgów", "pojazdów opancerzonych", "systemów artyleryjskich", "wyrzutni rakietowych", "samolotów",
           "śmigłowców"],
    "pt": ["tanques", "veículos blindados", "sistemas de artilharia", "lançadores múltiplos de foguetes", "aviões",
           "helicópteros"],
    "ro": ["tancuri", "vehicule blindate", "sisteme de artilerie", "lansatoare multiple de rachete", "avioane",
           "elicoptere"],
    "ru": ["танков", "бронированных машин", "артиллерийских систем", "РСЗО", "самолетов", "вертолетов"],
    "uk": ["танків", "бронемашин", "артилерійських систем", "РСЗВ", "літаків", "гелікоптерів"],
}  # fmt: skip
CATEGORIES = ["tanks", "armoured_vehicles", "artillery_systems", "mlrs", "aircraft", "helicopters"]
TOTALS = [10933, 22786, 29063, 1413, 416, 337]
FURTHER = {"air_defence": 1184, "uavs": 40435, "cruise_missiles": 3337, "vehicles_fuel_tanks": 51579, "ships": 28}


def printed(language: str, category: str, label: str, *, figure_first: bool = False) -> str:
    """The list with one label in the place of its category's own."""
    figures = dict(zip(CATEGORIES, zip(LABELS[language], TOTALS, strict=True), strict=True))
    figures[category] = (label, FURTHER.get(category) or figures[category][1])
    lines = [f"{total} {name}" if figure_first else f"{name} - {total}" for name, total in figures.values()]
    return "\n".join([HEADINGS[language], *lines])


def totals(reading: LossReading) -> dict[str, int | None]:
    assert reading.report is not None
    return {figure.category: figure.total for figure in reading.report.figures}


def told(reading: LossReading, kind: str) -> list[Problem]:
    return [problem for problem in reading.problems if problem.kind == kind]


@pytest.mark.parametrize("figure_first", [False, True])
@pytest.mark.parametrize(
    ("language", "category", "label"),
    [
        ("cs", "helicopters", "vrtulnků"),
        ("cs", "artillery_systems", "dělostřelecých systémů"),
        ("de", "air_defence", "Luftabwehrysteme"),
        ("de", "artillery_systems", "Artileriesysteme"),
        ("de", "helicopters", "Hubshcrauber"),
        ("de", "mlrs", "Mehrfachraketnwerfer"),
        ("en", "artillery_systems", "artilery systems"),
        ("en", "artillery_systems", "artillary"),
        ("en", "helicopters", "helicpoters"),
        ("en", "armoured_vehicles", "armoured vehicels"),
        ("en", "air_defence", "anti-aicraft systems"),
        ("en", "uavs", "unmaned aerial vehicles"),
        ("en", "uavs", "operational-tactcial level drones"),
        ("en", "cruise_missiles", "cruise misssiles"),
        ("en", "vehicles_fuel_tanks", "vehicels and fuel tanks"),
        ("en", "ships", "warshps and boats"),
        ("es", "helicopters", "helicóteros"),
        ("es", "mlrs", "lanzachoetes múltiples"),
        ("fr", "helicopters", "hélicoptèrs"),
        ("fr", "artillery_systems", "systèmes d'artilerie"),
        ("it", "helicopters", "elicoteri"),
        ("it", "artillery_systems", "sistemi di artigleria"),
        ("nl", "helicopters", "helicoptrs"),
        ("pl", "armoured_vehicles", "pojazdów opancerznych"),
        ("pl", "helicopters", "śmilgowców"),
        ("pt", "helicopters", "helicópetros"),
        ("ro", "helicopters", "elicotpere"),
        ("ru", "helicopters", "вертолтов"),
        ("ru", "artillery_systems", "артилерийских систем"),
        ("uk", "uavs", "безпілотнків"),
        ("uk", "uavs", "безпілотників оперативно-такичного рівня"),
        ("uk", "armoured_vehicles", "бронемшин"),
        ("uk", "armoured_vehicles", "бойових броньваних машин"),
        ("uk", "vehicles_fuel_tanks", "автомобілної техніки та автоцистерн"),
    ],
)
def test_a_label_with_one_letter_wrong_is_read(language: str, category: str, label: str, *, figure_first: bool) -> None:
    text = printed(language, category, label, figure_first=figure_first)
    reading = read_losses(text, language=language)
    expected = dict(zip(CATEGORIES, TOTALS, strict=True))
    expected[category] = FURTHER.get(category) or expected[category]
    assert totals(reading) == expected
    assert told(reading, "unknown_label") == []


def test_the_reader_is_told_of_a_misprint_and_shown_the_printed_words() -> None:
    text = printed("en", "helicopters", "helicpoters")
    reading = read_losses(text)
    (problem,) = told(reading, "misprint")
    assert (problem.severity, problem.quote) == ("note", "helicpoters")
    assert problem.detail == "'helicpoters' was read as helicopters"
    assert text[problem.start or 0 :].startswith("helicpoters")
    assert reading.report is not None
    (figure,) = (figure for figure in reading.report.figures if figure.category == "helicopters")
    assert figure.quote == text[figure.start : figure.end] == "helicpoters - 337"


def test_a_list_printed_right_has_no_misprints() -> None:
    for language, labels in LABELS.items():
        reading = read_losses(printed(language, CATEGORIES[0], labels[0]), language=language)
        assert totals(reading) == dict(zip(CATEGORIES, TOTALS, strict=True)), language
        assert told(reading, "misprint") == []


def test_several_misprints_of_a_list_are_read_together() -> None:
    text = printed("en", "helicopters", "helicpoters").replace("artillery", "artilery")
    reading = read_losses(text)
    assert totals(reading) == dict(zip(CATEGORIES, TOTALS, strict=True))
    assert [problem.quote for problem in told(reading, "misprint")] == ["artilery systems", "helicpoters"]


def test_a_misprint_in_a_sentence_is_read() -> None:
    text = (
        "The General Staff of Ukraine says Russia has lost 10,933 tanks, 22,786 armoured vehicles, 29,063 artilery "
        "systems, 1,413 multiple rocket launchers, 416 aircraft and 337 helicopters since the invasion began."
    )
    assert totals(read_losses(text)) == dict(zip(CATEGORIES, TOTALS, strict=True))


def test_a_misprint_in_a_cell_of_its_own_is_read() -> None:
    text = printed("en", "helicopters", "helicpoters").replace(" - ", "\n")
    assert totals(read_losses(text))["helicopters"] == 337


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "airships - 12"),
        ("en", "worships - 700"),
        ("en", "bankers - 5"),
        ("en", "strips - 28"),
        ("en", "drops - 40435"),
        ("en", "cats - 51579"),
        ("en", "planets - 416"),
        ("en", "artilery shells - 90000"),
        ("en", "artilery tractors - 75"),
        ("en", "helicpoter simulators - 14"),
        ("en", "hellicpoters - 337"),
        ("uk", "танкерів - 12"),
        ("uk", "воронів - 12"),
        ("uk", "безпілотних катерів - 12"),
        ("uk", "кратерів - 300"),
        ("ru", "кратеров - 300"),
        ("de", "Treppen - 12"),
        ("de", "Gruppen - 40"),
        ("es", "puertos - 12"),
        ("nl", "groepen - 12"),
        ("pl", "kołnierzy - 12"),
    ],
)
def test_what_may_be_another_word_is_no_misprint(language: str, line: str) -> None:
    figures = dict(zip(CATEGORIES[:4], TOTALS, strict=False))
    lines = [f"{label} - {total}" for label, total in zip(LABELS[language][:4], TOTALS, strict=False)]
    reading = read_losses("\n".join([HEADINGS[language], *lines, line, ""]), language=language)
    found = totals(reading)
    assert {category: found.get(category) for category in figures} == figures
    assert told(reading, "misprint") == []


def test_a_word_as_near_to_the_labels_of_two_categories_gives_no_figure_and_is_told() -> None:
    reading = read_losses(printed("en", "armoured_vehicles", "narmoured vehicles"))
    assert not {"armoured_vehicles", "vehicles_fuel_tanks"} & totals(reading).keys()
    assert [problem.quote for problem in reading.problems if problem.kind == "unknown_label"] == ["narmoured vehicles"]


def test_a_label_that_comes_near_is_told_where_its_figure_is_not_the_categorys() -> None:
    text = printed("en", "tanks", "tanks") + "\nwarhsips - 90000\nspecial equipment - 3911"
    reading = read_losses(text)
    assert "ships" not in totals(reading)
    assert len(told(reading, "unknown_label")) == 1


def test_a_category_that_the_list_names_is_not_read_from_a_misprint() -> None:
    text = printed("en", "tanks", "tanks") + "\nhelicpoters - 338\nspecial equipment - 3911"
    reading = read_losses(text)
    assert totals(reading)["helicopters"] == 337
    assert told(reading, "misprint") == []


def test_nothing_is_a_misprint_outside_a_list() -> None:
    text = (
        "The General Staff of Ukraine says Russia has lost 10,933 tanks and 337 helicpoters since the invasion began."
    )
    reading = read_losses(text)
    assert "helicopters" not in totals(reading)


def test_a_text_of_many_misprints_is_no_list() -> None:
    text = printed("en", "helicopters", "helicopters") + ", submarnies - 1" * 40
    assert "submarines" not in totals(read_losses(text))


LONG = [
    (language, at, match.start(), match.group())
    for language, labels in LABELS.items()
    for at, label in enumerate(labels)
    for match in re.finditer(r"[^\W\d_]{7,}", label)
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(LONG), st.integers(0, 40), st.sampled_from("idst"), st.data())
def test_a_letter_wrong_is_read_or_told_and_changes_no_other_figure(
    word: tuple[str, int, int, str], place: int, edit: str, data: st.DataObject
) -> None:
    language, at, start, right = word
    place %= len(right)
    letter = data.draw(st.sampled_from(sorted(set("".join(LABELS[language]).lower()) - set(" -'"))))
    before, rest = right[:place], right[place:]
    wrong = before + {"i": letter + rest, "d": rest[1:], "s": letter + rest[1:], "t": rest[1::-1] + rest[2:]}[edit]
    assume(wrong.lower() != right.lower())
    label = LABELS[language][at]
    label = label[:start] + wrong + label[start + len(right) :]
    reading = read_losses(printed(language, CATEGORIES[at], label), language=language)
    found = totals(reading)
    expected = dict(zip(CATEGORIES, TOTALS, strict=True))
    if found != expected:
        del expected[CATEGORIES[at]]
        assert found == expected
        assert told(reading, "unknown_label")
