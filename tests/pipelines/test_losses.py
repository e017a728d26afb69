"""Reading lists: what is printed in any shape reads back exactly, and what is not the list stays out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lists.levels import expected
from pipelines.lists.passages import read_passages
from pipelines.losses import LossReading, LossReport, read_losses

# How each language prints the list: a heading, and a label for each category, label first and figure first.
HEADINGS = {
    "en": "The total combat losses of the enemy from 24.02.22 to 16.06.26, by the General Staff of Ukraine:",
    "uk": "Загальні бойові втрати противника з 24.02.22 по 16.06.26 за даними Генштабу орієнтовно склали:",
    "ru": "Общие боевые потери противника с 24.02.22 по 16.06.26 по данным Генштаба ВСУ составили:",
    "de": "Gesamtverluste des Feindes vom 24.02.22 bis 16.06.26 nach Angaben des ukrainischen Generalstabs:",
    "fr": "Pertes totales de l'ennemi du 24.02.22 au 16.06.26 selon l'état-major ukrainien les dernières données :",
    "es": "Pérdidas totales del enemigo desde el 24.02.22 hasta el 16.06.26 según el Estado Mayor de Ucrania:",
    "pl": "Straty bojowe przeciwnika od 24.02.22 do 16.06.26 według Sztabu Generalnego Ukrainy są takie:",
}
LABELS = {
    "en": [
        "tanks",
        "armoured combat vehicles",
        "artillery systems",
        "MLRS",
        "air defence systems",
        "aircraft",
        "helicopters",
        "UAVs",
    ],
    "uk": [
        "танків",
        "бойових броньованих машин",
        "артилерійських систем",
        "РСЗВ",
        "засобів ППО",
        "літаків",
        "гелікоптерів",
        "БПЛА оперативно-тактичного рівня",
    ],
    "ru": [
        "танков",
        "боевых бронированных машин",
        "артиллерийских систем",
        "РСЗО",
        "средств ПВО",
        "самолетов",
        "вертолетов",
        "БПЛА оперативно-тактического уровня",
    ],
    "de": [
        "Panzer",
        "gepanzerte Fahrzeuge",
        "Artilleriesysteme",
        "Mehrfachraketenwerfer",
        "Luftabwehrsysteme",
        "Flugzeuge",
        "Hubschrauber",
        "Drohnen",
    ],
    "fr": [
        "chars",
        "véhicules blindés",
        "systèmes d'artillerie",
        "lance-roquettes multiples",
        "systèmes de défense aérienne",
        "avions",
        "hélicoptères",
        "drones",
    ],
    "es": [
        "tanques",
        "vehículos blindados",
        "sistemas de artillería",
        "lanzacohetes múltiples",
        "sistemas de defensa aérea",
        "aviones",
        "helicópteros",
        "drones",
    ],
    "pl": [
        "czołgów",
        "pojazdów opancerzonych",
        "systemów artyleryjskich",
        "wyrzutni rakiet",
        "środków obrony przeciwlotniczej",
        "samolotów",
        "śmigłowców",
        "dronów",
    ],
}
CATEGORIES = [
    "tanks",
    "armoured_vehicles",
    "artillery_systems",
    "mlrs",
    "air_defence",
    "aircraft",
    "helicopters",
    "uavs",
]
# One item in each shape; `{change}` is " (+5)" or nothing.
SHAPES = {
    "dash": "{label} - {total}{change}",
    "em dash": "• {label} — {total}{change};",
    "glued": "{label} —{total}{change} ",
    "colon": "{label}: {total}{change}",
    "figure first": "{total}{change} {label}",
    "change behind": "{total} {label}{change}",
}
JOINTS = {"lines": "\n", "blank lines": "\n\n", "commas": ", ", "semicolons": "; "}
SEPARATORS = ["", ",", ".", " ", "\u00a0", "\u202f"]


def figures(reading: LossReading) -> dict[str, tuple[int | None, int | None]]:
    assert reading.report is not None
    return {figure.category: (figure.total, figure.delta) for figure in reading.report.figures}


def printed(value: int, separator: str) -> str:
    return f"{value:,}".replace(",", separator)


@settings(max_examples=150, deadline=None)
@given(
    language=st.sampled_from(sorted(LABELS)),
    shape=st.sampled_from(sorted(SHAPES)),
    joint=st.sampled_from(sorted(JOINTS)),
    separator=st.sampled_from(SEPARATORS),
    day=st.dates(date(2022, 6, 1), date(2026, 6, 1)),
    shares=st.lists(st.integers(min_value=80, max_value=120), min_size=8, max_size=8),
    changes=st.lists(st.one_of(st.none(), st.integers(min_value=0, max_value=99)), min_size=8, max_size=8),
)
def test_a_list_in_any_shape_reads_back_exactly(  # noqa: PLR0917
    language: str, shape: str, joint: str, separator: str, day: date, shares: list[int], changes: list[int | None]
) -> None:
    totals = [round((expected(key, day) or 0) * share / 100) for key, share in zip(CATEGORIES, shares, strict=True)]
    items = [
        SHAPES[shape]
        .format(label=label, total=printed(total, separator), change="" if change is None else f" (+{change})")
        .strip(";" if joint != "lines" else "")
        for label, total, change in zip(LABELS[language], totals, changes, strict=True)
    ]
    text = f"{HEADINGS[language]}\n{JOINTS[joint].join(items)}"
    reading = read_losses(text, language=language)
    assert figures(reading) == dict(zip(CATEGORIES, zip(totals, changes, strict=True), strict=True))
    assert reading.report is not None
    assert reading.report.report_date == date(2026, 6, 16)
    for figure in reading.report.figures:
        assert figure.quote == text[figure.start : figure.end]
        assert printed(figure.total or 0, separator) in figure.quote


UK = "Загальні бойові втрати противника станом на 16 червня за даними Генштабу:\n"


def test_nothing_printed_is_null_and_a_printed_zero_is_zero() -> None:
    read = figures(read_losses(f"{UK}танків - 12 026 (+0)\nлітаків - 436\nРСЗВ - 957 (0)\nББМ - 11 302 (+33)"))
    assert read == {"tanks": (12026, 0), "armoured_vehicles": (11302, 33), "mlrs": (957, 0), "aircraft": (436, None)}


def test_a_change_may_come_before_its_total() -> None:
    text = "За добу Генштаб нарахував 12 танків (загалом 9 047), 39 бронемашин (18 111), 17 артсистем (19 565)."
    assert figures(read_losses(text, language="uk")) == {
        "tanks": (9047, 12), "armoured_vehicles": (18111, 39), "artillery_systems": (19565, 17),
    }  # fmt: skip


def test_changes_and_totals_may_stand_in_different_sentences() -> None:
    text = (
        "Ukraine's General Staff says that over the past day Russia lost 1,130 soldiers and four tanks. "
        "Since the start of the full-scale war it has lost 655,560 soldiers and 8,887 tanks."
    )
    assert figures(read_losses(text)) == {"personnel": (655560, 1130), "tanks": (8887, 4)}


def test_a_figure_of_two_categories_together_is_none_of_either() -> None:
    text = "The General Staff counts 1,130 tanks, 509 guns, 199 aircraft and helicopters and 12 ships and a submarine."
    reading = read_losses(text)
    assert figures(reading) == {
        "tanks": (1130, None), "artillery_systems": (509, None), "ships": (12, None), "submarines": (1, None),
    }  # fmt: skip
    assert [one.detail for one in reading.problems] == ["two_categories: shared 199"]


def test_a_label_with_its_own_number_in_brackets_does_not_share_the_one_before_it() -> None:
    text = "The General Staff counts 1,130 tanks, 592 cruise missiles and special equipment (164 units)."
    assert figures(read_losses(text)) == {
        "tanks": (1130, None), "cruise_missiles": (592, None), "special_equipment": (164, None),
    }  # fmt: skip


def test_losses_alone_count_people() -> None:
    text = (
        'The General Staff puts the "combat losses of the enemy" at 400,300, including 1,210 soldiers in the past day.'
    )
    assert figures(read_losses(text))["personnel"][0] == 400300
    assert read_losses("Combat losses of the enemy at 400,300 dollars, says the General Staff.").report is None


def test_a_text_that_names_nothing_of_a_list_is_read_for_its_days_alone() -> None:
    reading = read_passages("On 5 May 2024 the council spent 1,200 euros on 31 trees. A shop sold 40 books.", "en")
    assert reading.passages == ()
    assert [(mention.day, mention.month) for mention in reading.dates] == [(5, 5)]
    assert read_losses(reading.text) == LossReading(None)


def test_ballistic_missile_systems_are_those_of_a_list_and_few() -> None:
    text = "The General Staff counts {} tanks, 1,130 guns, 95 MLRS, 147 planes, 134 helicopters and {} SRBM systems."
    assert "srbm_systems" in figures(read_losses(text.format(647, 4)))
    assert "srbm_systems" not in figures(read_losses(text.format(647, 25)))
    assert read_losses("The enemy fired 3 SRBM systems in a day, the General Staff says.").report is None


def test_a_list_that_shows_totals_goes_before_the_heading_of_a_day() -> None:
    text = "1,080 invaders in a day, the General Staff says, and of equipment:\ntanks - 7,834 (+6)\nsubmarines - 1"
    assert figures(read_losses(text))["submarines"] == (1, None)


def test_the_report_of_the_day_before_is_no_rounding() -> None:
    text = (
        "Russia has lost 1,942 tanks and 1,050 guns, the General Staff said. The previous report of the General Staff "
        "had 1,939 tanks and 1,045 guns."
    )
    assert figures(read_losses(text)) == {"tanks": (1942, None), "artillery_systems": (1050, None)}


def test_the_source_may_be_named_after_the_figures() -> None:
    text = "Росія втратила вже понад 320 тисяч загарбників. Про це пише видання, посилаючись на Генеральний штаб ЗСУ."
    assert figures(read_losses(text)) == {"personnel": (320000, None)}


def test_a_sentence_without_a_label_goes_on_about_people() -> None:
    text = "Втрати росіян, за даними Генштабу, сягнули 720 310 осіб. За добу - 1 190. Погода: 24 градуси."
    assert figures(read_losses(text)) == {"personnel": (720310, 1190)}
    text = "Генштаб: за добу ворог утратив 1 190 осіб. Загалом - близько 720 310. Бюджет - 4 300 000 гривень."
    assert figures(read_losses(text)) == {"personnel": (720310, 1190)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tanks went from 3,837 to 3,848, the General Staff says.", {"tanks": (3848, None)}),
        ("Генштаб ВСУ о потерях россиян:\nтанки: 6 893 → 6 904", {"tanks": (6904, None)}),
        (
            "The General Staff's list of losses:\n780 soldiers -> 1,276,760\n3 tanks -> 11,766",
            {"personnel": (1276760, 780), "tanks": (11766, 3)},
        ),
    ],
)
def test_a_total_that_grew_is_read_as_it_is_now(text: str, expected: dict[str, tuple[int, int]]) -> None:
    assert figures(read_losses(text)) == expected


def test_a_total_in_words_counts_beside_its_source_and_not_in_a_headline() -> None:
    text = "According to the General Staff of Ukraine, as of August 8 Russia has lost over a million soldiers."
    assert figures(read_losses(text)) == {"personnel": (1000000, None)}
    assert read_losses("Генштаб: ще тисяча окупантів").report is None


def test_the_title_is_read_only_where_the_text_says_nothing() -> None:
    title = "Мінус півтори тисячі окупантів і 20 танків"
    text = f"{title}\nЗа минулу добу, пише Генштаб, військо рф недорахувалося 1 310 своїх солдатів."
    assert figures(read_losses(text, title=title)) == {"personnel": (None, 1310), "tanks": (None, 20)}


def test_fighters_next_to_helicopters_are_aircraft() -> None:
    text = (
        "Russia has lost 303 fighters, 289 helicopters and 18 ships since the invasion began, says the General Staff."
    )
    assert figures(read_losses(text)) == {"aircraft": (303, None), "helicopters": (289, None), "ships": (18, None)}
    text = "Russia has lost 154,830 fighters since the invasion began, says the General Staff."
    assert figures(read_losses(text)) == {"personnel": (154830, None)}


def test_missiles_of_a_list_are_cruise_missiles_where_their_number_is_one_of_the_day() -> None:
    text = f"{UK}танків - 10 261\nББМ - 21 311\nРСЗВ - 1 306\nлітаків - 370\nППО - 1 096\nракет - {{}}"
    listed = [figures(read_losses(text.format(count), published=date(2025, 3, 6))) for count in ("3 085", "120")]
    assert ["cruise_missiles" in found for found in listed] == [True, False]


def test_a_small_number_in_words_may_count_something_else() -> None:
    text = "Each soldier eliminated is one step to peace, the General Staff says. Russia lost 12 tanks in a day."
    assert figures(read_losses(text)) == {"tanks": (None, 12)}


def test_what_only_its_size_makes_a_change_is_left_out_where_nothing_tells_a_loss() -> None:
    reading = read_losses("Росія втратила 720 310 осіб, каже Генштаб.\n\nНа складах знайшли 3 танки для води.")
    assert figures(reading) == {"personnel": (720310, None)}
    assert "unsure: tanks 3" in [one.detail for one in reading.problems]


def test_a_rounded_number_may_have_its_exact_one_in_brackets() -> None:
    text = "Since the invasion, casualties come to some 1.09 million (1,090,010), the General Staff says."
    assert figures(read_losses(text)) == {"personnel": (1090010, None)}


def test_the_categories_that_did_not_change_may_be_announced() -> None:
    text = "За добу, каже Генштаб, знищено 3 танки і 12 ББМ. Решта без змін: РСЗВ – 1 359, літаки – 370."
    assert figures(read_losses(text)) == {
        "tanks": (None, 3), "armoured_vehicles": (None, 12), "mlrs": (1359, 0), "aircraft": (370, 0),
    }  # fmt: skip


def test_no_tank_is_a_change_of_0() -> None:
    text = "Потери россиян, Генштаб ВСУ:\nМинус 0 танков ➡️ 11 342\nМинус 1 ББМ ➡️ 23 553"
    assert figures(read_losses(text, language="ru")) == {"tanks": (11342, 0), "armoured_vehicles": (23553, 1)}


def test_a_change_may_share_the_label_of_the_total_behind_it() -> None:
    text = "За добу ЗСУ знищили 1 180 окупантів — тепер їх уже 546 270, пише Генштаб. Танки — 8 123 (+16)."
    assert figures(read_losses(text)) == {"personnel": (546270, 1180), "tanks": (8123, 16)}


def test_a_label_in_the_singular_counts_one_among_counted_ones() -> None:
    text = "За добу, каже Генштаб, росіяни втратили танк, три ББМ, 42 артсистеми, гелікоптер та 183 автомобілі."
    assert figures(read_losses(text)) == {
        "tanks": (None, 1), "armoured_vehicles": (None, 3), "artillery_systems": (None, 42),
        "helicopters": (None, 1), "vehicles_fuel_tanks": (None, 183),
    }  # fmt: skip


def test_a_passage_may_surely_be_in_the_other_order_than_those_beside_it() -> None:
    text = (
        "ウクライナ軍参謀本部によると、失われたのは戦車9027両、実に9000両、装甲戦闘車両18053両、火砲19533門。"
        "28隻の船と1232基の多連装ロケットシステム、978基の防空システム、329機のヘリコプターも破壊された。"
    )
    assert figures(read_losses(text)) == {
        "tanks": (9027, None), "armoured_vehicles": (18053, None), "artillery_systems": (19533, None),
        "mlrs": (1232, None), "air_defence": (978, None), "helicopters": (329, None), "ships": (28, None),
    }  # fmt: skip


def test_numbers_in_a_row_belong_to_the_labels_in_a_row_before_them() -> None:
    text = (
        "That takes Russia's total losses of military personnel, artillery systems and tanks to 661,630, 19,156 and "
        "8,933, respectively, the General Staff says. Jets and helicopters stayed at 369 and 328."
    )
    assert figures(read_losses(text)) == {
        "personnel": (661630, None), "tanks": (8933, None), "artillery_systems": (19156, None),
        "aircraft": (369, None), "helicopters": (328, None),
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "In the Tavria sector 431 invaders were killed, the commander says.\nFrom February 24, 2022, to January 19, "
        "2024, the defenders eliminated nearly 374,520 Russian invaders.",
        "На Бахмутському напрямку знищено 12 окупантів.\nСтаном на 19 січня втрати російських окупантів становили "
        "понад 374 520 осіб.",
        "UK intelligence speaks of 790,000.\nRussian losses since the start of the war have exceeded 374,520 as of "
        "January 19, says the General Staff.",
    ],
)
def test_a_sum_up_to_a_day_is_the_general_staffs_whoever_spoke_before(text: str) -> None:
    assert figures(read_losses(text)) == {"personnel": (374520, None)}


def test_a_number_of_something_that_a_label_belongs_to_is_not_of_the_label() -> None:
    text = "In a day, the General Staff says, Russia lost 12 tanks. Rockets hit three areas of anti-aircraft systems."
    assert figures(read_losses(text)) == {"tanks": (None, 12)}


def test_a_list_of_one_days_totals_is_known_whoever_spoke_before() -> None:
    text = (
        "Буданов ответил на фейки россиян. С начала вторжения уничтожено 221 460 солдат, 3997 танков, 7750 бронемашин, "
        "3888 артсистем, 372 средства ПВО, 614 РСЗО, 314 самолетов и 306 вертолетов."
    )
    assert len(figures(read_losses(text))) == 8
    assert read_losses(text.replace("3997", "1997").replace("314", "114")).report is None


def test_the_listed_total_goes_before_a_rougher_one_told_first() -> None:
    text = (
        "Втрачено понад 643 тисячі осіб, пише Генштаб.\n• особового складу - близько 643 750 (+1330)\n• танків - 8784"
    )
    assert figures(read_losses(text))["personnel"] == (643750, 1330)
    text = (
        "At least 35,790 troops were killed, says the General Staff. It has 35,000 personnel (+150 on the day before)."
    )
    assert figures(read_losses(text))["personnel"] == (35790, 150)


@pytest.mark.parametrize(
    ("text", "category", "expected"),
    [
        (
            "Der Generalstab zählt mehr als 1300 Panzer und 200 Flugzeuge.\n\nPanzer: 1376\nFlugzeuge: 207\n"
            "Hubschrauber: 174\nArtilleriesysteme: 659\nMehrfachraketenwerfer: 201",
            "aircraft",
            (207, None),
        ),
        (
            "The General Staff speaks of 3,512 tanks and 214 aircraft.\n\nTanks: 3,512 (+7)\nAircraft: 304 (+0)\n"
            "Helicopters: 289 (+1)\nMLRS: 503 (+2)\nArtillery systems: 2,541 (+9)",
            "aircraft",
            (304, 0),
        ),
        (
            "The General Staff says more than 2,000 vehicles were lost. On March 20, 2022 Russia had lost 480 tanks, "
            "1,487 armored vehicles, 230 artillery systems, 74 MLRS, 96 aircraft, 118 helicopters and 900 vehicles.",
            "military_vehicles",
            (900, None),
        ),
    ],
)
def test_a_list_goes_before_what_is_told_roughly_elsewhere(
    text: str, category: str, expected: tuple[int, int | None]
) -> None:
    assert figures(read_losses(text))[category] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Генштаб: за добу ворог утратив 28 осіб і 12 танків.",
        "Генштаб: від початку війни ворог утратив 114 осіб. За добу знищено 12 танків.",
        "The staff fell by 12 soldiers.",
    ],
)
def test_a_handful_of_people_is_no_day_of_the_list(text: str) -> None:
    found = read_losses(text).report
    assert found is None or [one.category for one in found.figures] == ["tanks"]


def test_a_number_with_a_space_behind_its_comma_is_left_out() -> None:
    text = "There have been 137, 780 soldiers killed, the General Staff says, and 3,412 tanks lost."
    assert figures(read_losses(text)) == {"tanks": (3412, None)}


def test_each_entry_of_a_live_blog_has_its_own_source() -> None:
    text = (
        "08:40 За сутки, сообщает Генштаб ВСУ, россияне потеряли 11 танков и 21 бронемашину.\n"
        "08:10 За ночь сбиты 55 беспилотников."
    )
    assert figures(read_losses(text)) == {"tanks": (None, 11), "armoured_vehicles": (None, 21)}


def test_a_phrase_does_not_reach_over_the_end_of_a_sentence() -> None:
    text = "За сутки армия РФ потеряла 760 военных. ВСУ отчитались и о десяти танках, сообщает Генштаб."
    assert figures(read_losses(text)) == {"personnel": (None, 760), "tanks": (None, 10)}


def test_a_verb_carries_change_and_total() -> None:
    text = "The General Staff's tally of Russian military dead rose by 1,030 overnight to 133,190."
    assert figures(read_losses(text)) == {"personnel": (133190, 1030)}


def test_a_sentence_may_say_that_nothing_changed() -> None:
    text = "За добу, каже Генштаб, знищено 3 танки. Кількість літаків, гелікоптерів та кораблів за добу не змінилася."
    assert figures(read_losses(text)) == {
        "tanks": (None, 3), "aircraft": (None, 0), "helicopters": (None, 0), "ships": (None, 0),
    }  # fmt: skip


def test_fuel_tanks_are_not_tanks_and_are_listed_apart_in_early_2022() -> None:
    text = (
        "On March 28, 2022 the General Staff counted 586 tanks, 1,694 armored vehicles, 1,150 vehicles, "
        "73 tanks with fuel and lubricants, 95 MLRS and four rocket launchers."
    )
    assert figures(read_losses(text)) == {
        "tanks": (586, None),
        "armoured_vehicles": (1694, None),
        "mlrs": (95, None),
        "military_vehicles": (1150, None),
        "fuel_tanks": (73, None),
        "srbm_systems": (4, None),
    }


def test_vehicles_alone_are_the_merged_category_later() -> None:
    assert figures(read_losses(f"{UK}танків - 12 026\nББМ - 24 768\nавтомобільної техніки - 107 508"))[
        "vehicles_fuel_tanks"
    ] == (107508, None)


def test_vehicles_and_tanks_beside_tanks_lost_their_fuel_in_translation() -> None:
    text = "Russia has lost 6,914 tanks, 14,595 vehicles and tanks and 26 boats, the General Staff says."
    assert figures(read_losses(text)) == {
        "tanks": (6914, None), "ships": (26, None), "vehicles_fuel_tanks": (14595, None),
    }  # fmt: skip
    assert figures(read_losses(text.replace("6,914 tanks, ", ""))) == {"ships": (26, None)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "On April 6, 2022 the General Staff counted 688 tanks, 1,881 armored vehicles, 330 guns, 107 MLRS, "
            "54 air defence systems, 1,352 vehicles, 7 ships and 76 tanks.",
            {"tanks": (688, None), "fuel_tanks": (76, None)},
        ),
        (
            "General Staff, July 9, 2022\nPersonnel: 36,900\nTanks: 1,637\nTanks and the like: 3,829\nAircraft: 217\n"
            "Helicopters: 188\nMLRS: 247\nAir defence: 107",
            {"tanks": (1637, None), "armoured_vehicles": (3829, None)},
        ),
        (
            "General Staff, July 9, 2022\nPersonnel: 36,900\nTanks: 1,637\nTanks and the like: 902\nAircraft: 217\n"
            "Helicopters: 188\nMLRS: 247\nAir defence: 107",
            {"tanks": (1637, None), "armoured_vehicles": None},
        ),
    ],
)
def test_a_second_line_of_tanks_is_of_a_category_the_list_lacks(
    text: str, expected: dict[str, tuple[int | None, int | None] | None]
) -> None:
    found = figures(read_losses(text))
    assert {key: found.get(key) for key in expected} == expected


def test_two_names_of_one_category_are_one_label() -> None:
    text = "The General Staff counts 131 helicopters, 111 drones and these UAVs, 7 ships and 690 tanks."
    assert figures(read_losses(text))["uavs"] == (111, None)


def test_a_sentence_before_the_recognised_list_tells_its_people() -> None:
    text = (
        "Over 100,000 soldiers fell, the General Staff says.\nThe BBC has confirmed 11,000 deaths.\n"
        "A graphic gives 100,400 soldiers, 660 more than in the past day. "
        "Lost were also one tank (total 3003), two armoured vehicles (total 5981), six guns (total 1978), "
        "one MLRS (total 413), one plane (total 283) and five drones (total 1693)."
    )
    found = figures(read_losses(text, published=date(2022, 12, 22)))
    assert (found["personnel"], found["tanks"]) == ((100400, 660), (3003, 1))


def test_losses_without_a_category_go_on_about_people() -> None:
    text = "The General Staff counts 266,290 soldiers lost. In these are 610 losses of the past day."
    assert figures(read_losses(text))["personnel"] == (266290, 610)


def test_the_exact_figure_goes_before_the_rounded_headline() -> None:
    text = "More than 44,000 soldiers lost, says the General Staff\n\nPersonnel: 44,100 (+200)\nTanks: 1,886 (+5)"
    assert figures(read_losses(text))["personnel"] == (44100, 200)


@pytest.mark.parametrize(
    "text",
    [
        "The Russian Defense Ministry said Ukraine lost 20 tanks, 15 armored vehicles and 4 aircraft.",
        "Em março, as forças russas admitiram a perda de 1.351 soldados e 12 tanques.",
        "UK intelligence estimates that Russia has lost 2,475 tanks, 93 aircraft and 132 helicopters.",
        "Oryx lists 3,704 Russian tanks, 7,117 armoured vehicles, 900 artillery systems, 300 aircraft and 28 ships.",
        "За тиждень, за даними Генштабу, ворог втратив 6 150 осіб, 64 танки, 125 ББМ та 162 артсистеми.",
        "На Таврійському напрямку, за даними командувача, ворог утратив за добу 234 особи, 3 танки, 6 ББМ та 11 БПЛА.",
        "Losses of Ukraine: Ukrainian troops 31,000, Ukrainian tanks 700.",
        "Read also: 630 Russian troops, two tanks, 26 cruise missiles eliminated in past day, General Staff says",
        "The army will buy 180 tanks, 212 howitzers and 96 helicopters by 2030.",
        "The Ukrainian military has inflicted more than 600,000 casualties on Russian forces, the Pentagon says.",
        "250 беспилотников Вооруженных сил Украины сбили за сутки, говорится в сообщении Минобороны РФ.",
        'In the week from June 6, says the General Staff, much was lost.\n"It is 86 tanks, 158 IFVs and 106 guns."',
        "За тиждень ворог утратив 103 танки, 163 ББМ та 73 артсистеми. Крім того, захисники збили 142 БпЛА.",
        "Від початку літа, з 10 червня, ворог утратив під Авдіївкою 6500 осіб та 100 танків, каже полковник.",
        "Сили оборони з 27 листопада по 3 грудня ліквідували 7210 осіб. Втрачено 534 одиниці. Втрати такі:\n- 62 танки",
        "Russia launched 120 drones and 9 cruise missiles in the night, the General Staff says; 98 drones were downed.",
        "58 of 59 drones were destroyed, says the General Staff. The enemy fired 25 times from rocket launchers.",
        "Росіяни запустили 120 безпілотників і 9 крилатих ракет, збито 98 дронів, повідомив Генштаб.",
        "The General Staff's figures come to between 10,000 and 13,000 soldiers lost.",
        "Moscow's forces lost 3,620 soldiers and 14 tanks from Saturday to Monday, the General Staff says.",
        "Der Generalstab zählt vom 3. bis 10. Juli 4120 Soldaten, 31 Panzer und 90 Artilleriesysteme.",
        "Del 3 al 10 de julio cayeron 4120 soldados y 31 tanques, dice el Estado Mayor de Ucrania.",
        "Entre le 3 et le 10 juillet, la Russie a perdu 4120 soldats et 31 chars, selon l'état-major ukrainien.",
        "우크라이나 총참모부는 지난달 3일부터 이달 10일까지 러시아군 4120명, 전차 31대, 장갑차 90대를 잃었다고 밝혔다.",
        "ウクライナ軍参謀本部によると、7月3日から10日まで、ロシア軍は戦車31両、装甲車90両を失った。",
        "烏克蘭總參謀部表示,7月3日到10日,俄軍損失4120名士兵和31輛坦克。",
        "Július 3. és 10. között 4120 orosz katona és 31 harckocsi veszett el, közölte az ukrán vezérkar.",
        "Ukrayna Genelkurmayı: 3 Temmuz ile 10 Temmuz arasında Rusya 4120 asker ve 31 tank kaybetti.",
        "In sieben Kampftagen verlor Russland 4120 Soldaten und 31 Panzer, sagt der ukrainische Generalstab.",
        "Under sju dagars strider förlorade Ryssland 4120 soldater och 31 stridsvagnar, enligt Ukrainas generalstab.",
        "У червні 20-26 числа було тихо. 20-26 червня Сили оборони знищили 63 танки, 94 ББМ, 63 артсистеми, 15 РСЗВ.",
        "",
    ],
)
def test_other_lists_stay_out(text: str) -> None:
    assert read_losses(text).report is None


def test_a_list_of_another_day_on_the_page_stays_out() -> None:
    text = "03.04.2022\nТанки — 644\nББМ — 1830\nЛітаки — 143\nРСЗВ — 105\nБПЛА — 89\n" + (
        "02.04.2022\nТанки — 631\nББМ — 1776\nЛітаки — 143\nРСЗВ — 100\nБПЛА — 87\nКораблі — 7\n"
    )
    reading = read_losses(text, language="uk", published=date(2022, 4, 3))
    assert figures(reading) == {
        "tanks": (644, None), "armoured_vehicles": (1830, None), "mlrs": (105, None),
        "aircraft": (143, None), "uavs": (89, None),
    }  # fmt: skip


def test_the_list_since_the_beginning_goes_before_those_of_a_week_and_of_an_average() -> None:
    text = (
        "우크라이나 국방부는 지난달 3일부터 이달 10일까지 러시아군 4120명, 전차 31대, 장갑차 90대를 잃었다고 밝혔다.\n"
        "누적 통계를 보면 러시아군 전사자는 총 61만2390명이며, 전차 8562대, 장갑차 1만6682대가 파괴됐다.\n"
        "하루 평균으로는 전사자 588명, 전차 4.4대, 장갑차 12대의 피해다."
    )
    assert figures(read_losses(text)) == {
        "personnel": (612390, None), "tanks": (8562, None), "armoured_vehicles": (16682, None),
    }  # fmt: skip


def report(text: str, published: date | None = None, url: str | None = None) -> LossReport:
    found = read_losses(text, published=published, url=url).report
    assert found is not None
    return found


LIST = "\nтанки - 11 494 (+6)\nББМ - 23 851 (+2)\nособовий склад - 1 209 880 (+910) осіб"


@pytest.mark.parametrize(
    ("heading", "published", "expected", "basis"),
    [
        ("Втрати ворога з 24.02.22 по 02.01.26:", None, date(2026, 1, 2), "text"),
        ("Втрати ворога, за даними Генштабу, станом на 2 січня:", None, date(2026, 1, 2), "text"),
        ("За минулу добу, 1 січня, каже Генштаб, ворог утратив:", None, date(2026, 1, 2), "text"),
        ("Втрати ворога, каже Генштаб, станом на 2 січня:", date(2026, 1, 3), date(2026, 1, 2), "text"),
        ("Втрати ворога від 24 лютого 2022 року, каже Генштаб:", date(2026, 1, 2), date(2026, 1, 2), "published"),
        ("Втрати ворога на 1409 день війни, каже Генштаб:", None, date(2026, 1, 2), "text"),
        ("Втрати ворога, каже Генштаб, станом на 20 січня 2031 року:", date(2026, 1, 2), date(2026, 1, 2), "published"),
        ("Втрати ворога, каже Генштаб:", None, None, None),
        ("Втрати ворога, сказав у четвер Генштаб:", date(2026, 1, 2), date(2026, 1, 1), "text"),
        ("Втрати ворога, каже Генштаб, 1410-та доба війни:", date(2026, 1, 2), date(2026, 1, 2), "published"),
    ],
)
def test_the_report_date(heading: str, published: date | None, expected: date | None, basis: str | None) -> None:
    found = report(heading + LIST, published)
    assert (found.report_date, found.date_basis) == (expected, basis)


def test_a_day_told_with_its_changes_alone_is_reported_the_morning_after() -> None:
    text = (
        "On 21 December the Russian army lost 1,080 soldiers and 18 tanks.\n"
        "Since the war began that makes 351,350 soldiers and 5,837 tanks, the General Staff said."
    )
    assert report(text, date(2023, 12, 22)).report_date == date(2023, 12, 22)
    assert report(text, date(2023, 12, 21)).report_date == date(2023, 12, 21)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Losses of the Russian army as of January 2", date(2026, 1, 2)),
        ("What the army lost in the past day, January 1", date(2026, 1, 2)),
        ("Losses as of July 2", None),
        ("Losses of January 2 and January 3", None),
        ("Losses since February 24", None),
    ],
)
def test_a_list_without_any_day_has_the_one_of_its_title(title: str, expected: date | None) -> None:
    found = read_losses("Russian losses, says the General Staff: 1,209,880 soldiers, 11,494 tanks.", title=title).report
    assert found is not None
    assert found.report_date == expected


def test_the_pages_own_day_goes_before_another_that_is_named_as_well() -> None:
    text = (
        "Russia has lost 17,000 soldiers and 586 tanks, the Ukrainian Defence Ministry claims.\n"
        "On March 27 the Ukrainian Defence Ministry wrote about seven generals.\n"
        "As for March 28, the Ukrainian Defence Ministry sees no change at the front."
    )
    assert report(text, date(2022, 3, 28)).report_date == date(2022, 3, 28)


def test_a_day_told_with_somebody_elses_figures_is_not_the_reports() -> None:
    text = (
        "On Wednesday, March 2, the army of Ukraine said 5,840 soldiers and 211 tanks were lost.\n"
        "Reznikov, whom the General Staff quotes, spoke of the days until February 28."
    )
    assert report(text).report_date == date(2022, 3, 2)


def test_a_month_with_its_year_places_a_day_without_one() -> None:
    text = (
        "In the past 24 hours, on December 22, Russia lost 1,990 soldiers, the General Staff said.\n"
        "Journalists knew 80,973 names by the end of November 2024."
    )
    assert report(text).report_date == date(2024, 12, 23)


def test_a_number_that_counts_a_label_is_no_day_of_the_war() -> None:
    text = "Der ukrainische Generalstab meldet für einen Tag 21 Panzer und 17 Artilleriesysteme, die Russland verlor."
    assert figures(read_losses(text)) == {"tanks": (None, 21), "artillery_systems": (None, 17)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Since the invasion began the losses have come to 416,800 people and 6,640 tanks.",
            {"personnel": (416800, None), "tanks": (6640, None)},
        ),
        ("Since the invasion began the losses have come to 416,810 people.", {"personnel": (416810, None)}),
        ("Since the invasion began the losses have come to 416,800 people.", None),
        ("Since the invasion began the losses have come to 417,000 people and 6,600 tanks.", None),
        ("Since the invasion began the losses have come to 356,810 people.", None),
    ],
)
def test_exact_totals_of_the_pages_day_are_the_general_staffs_whoever_spoke_before(
    text: str, expected: dict[str, tuple[int, int]] | None
) -> None:
    reading = read_losses(f"British intelligence speaks of 983 a day in February.\n{text}", published=date(2024, 3, 3))
    assert (figures(reading) if reading.report else None) == expected


def test_an_absurd_number_of_people_does_not_place_a_list() -> None:
    text = (
        "The General Staff counts 20,600 soldiers, 790 tanks and 381 guns. A rocket for 15,000,000 Russians! "
        "The General Staff's list has 147 helicopters, 167 planes and 155 drones too."
    )
    assert figures(read_losses(text))["uavs"] == (155, None)


def test_the_day_of_a_path_stands_for_the_day_of_publication() -> None:
    found = report("Втрати ворога, каже Генштаб:" + LIST, url="https://news.example/2026/01/02/losses/")
    assert (found.report_date, found.date_basis) == (date(2026, 1, 2), "published")


@pytest.mark.parametrize("line", ["hover tractors — 12 (+3) units", "1,234 (+5) walking machines", "submersibles: 7"])
def test_an_unknown_label_at_the_end_of_a_list_is_kept_too(line: str) -> None:
    known = "\n".join(f"{label} — {number}" for label, number in zip(LABELS["en"], range(101, 109), strict=True))
    reading = read_losses(f"{HEADINGS['en']}\n{known}\n{line}\nThe data are being checked. Call 112 at any time.")
    assert [one.quote for one in reading.problems if one.kind == "unknown_label"] == [line]


def test_an_unknown_label_of_a_list_is_kept_as_a_problem() -> None:
    text = f"{UK}танків - 12 026 (+1)\nлазерні установки - 12 (+3)\nРСЗВ - 1 872 (+2)"
    reading = read_losses(text)
    (problem,) = (one for one in reading.problems if one.kind == "unknown_label")
    assert (problem.severity, problem.quote) == ("warning", "лазерні установки - 12 (+3)")
    assert problem.start == text.index(problem.quote)
    assert figures(reading) == {"tanks": (12026, 1), "mlrs": (1872, 2)}


def test_a_figure_that_lost_its_digits_is_reported_and_not_repaired() -> None:
    text = (
        "The General Staff says Russia has lost 883,950 troops. This number includes ,000 casualties of the past day."
    )
    reading = read_losses(text)
    assert figures(reading) == {"personnel": (883950, None)}
    assert [one.kind for one in reading.problems] == ["corrupt_figure"]


def test_what_was_left_out_is_noted_with_its_reason() -> None:
    reading = read_losses("UK intelligence estimates that Russia has lost 2,475 tanks.")
    assert [(one.kind, one.severity, one.detail) for one in reading.problems] == [
        ("left_out", "note", "other_agency: tanks 2475")
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789 .,()+-—:;/\n\u00a0танкисuUAVs ", max_size=200))
def test_no_text_breaks_the_reader_and_every_figure_is_quoted(text: str) -> None:
    found = read_losses(text, language="uk").report
    for figure in found.figures if found else ():
        assert figure.quote == text[figure.start : figure.end]
        assert figure.total is None or figure.total < 10**9


@pytest.mark.parametrize(
    "rows",
    [
        "Manpower\n1 430 530\n+1 600\nTanks\n12 158\n+2\nAircraft\n438\nHelicopters\n354\nMLRS\n1 953\n+3",
        "Manpower\t1 430 530\t1 600\nTanks\t12 158\t2\nAircraft\t438\nHelicopters\t354\nMLRS\t1 953\t3",
        "Manpower | 1 430 530 | +1 600\nTanks | 12 158 | +2\nAircraft | 438\nHelicopters | 354\nMLRS | 1 953 | +3",
        "1 430 530\n(+1 600)\nmanpower\n12 158\n(+2)\ntanks\n438\naircraft\n354\nhelicopters\n1 953\n(+3)\nMLRS",
    ],
)
def test_a_table_reads_by_its_cells(rows: str) -> None:
    assert figures(read_losses(f"Losses of the enemy, General Staff of Ukraine\n{rows}")) == {
        "personnel": (1430530, 1600),
        "tanks": (12158, 2),
        "mlrs": (1953, 3),
        "aircraft": (438, None),
        "helicopters": (354, None),
    }


# A whole list as each of these languages prints it, in prose; every one has the same figures.
PROSE = {
    "az": "Rusiyanın itkiləri: Ukrayna Silahlı Qüvvələrinin Baş Qərargahının məlumatına görə, son sutkada 1 040 nəfər "
    "məhv edilib, ümumilikdə 1 100 500 hərbçi, 11 200 tank, 23 300 zirehli döyüş maşını, 33 100 artilleriya sistemi, "
    "1 490 RSZO, 422 təyyarə, 345 helikopter, 60 200 pilotsuz uçuş aparatı və 28 gəmi.",
    "bg": "Русия е загубила 1 100 500 военнослужещи от началото на войната, от които 1 040 за последното денонощие, "
    "съобщи Генералният щаб на Украйна. Унищожени са 11 200 танка, 23 300 бойни бронирани машини, 33 100 артилерийски "
    "системи, 1 490 реактивни системи за залпов огън, 422 самолета, 345 хеликоптера, 60 200 дрона и 28 кораба.",
    "da": "Rusland har mistet 1.100.500 soldater siden krigens begyndelse, heraf 1.040 i det seneste døgn, oplyser "
    "Ukraines generalstab. Desuden 11.200 kampvogne, 23.300 pansrede køretøjer, 33.100 artillerisystemer, 1.490 "
    "raketkastere, 422 fly, 345 helikoptere, 60.200 droner og 28 skibe.",
    "et": "Ukraina relvajõudude peastaabi andmetel on Venemaa kaotanud sõja algusest 1 100 500 sõdurit, neist 1 040 "
    "viimase ööpäeva jooksul. Hävitatud on 11 200 tanki, 23 300 soomusmasinat, 33 100 suurtükisüsteemi, 1 490 "
    "mitmikraketiheitjat, 422 lennukit, 345 kopterit, 60 200 drooni ja 28 laeva.",
    "fa": "ستاد کل ارتش اوکراین اعلام کرد روسیه از آغاز جنگ تاکنون یک میلیون و ۱۰۰ هزار و ۵۰۰ نظامی از دست داده و "
    "۱۰۴۰ نفر از آنان طی ۲۴ ساعت گذشته کشته یا زخمی شده‌اند. ۱۱ هزار و ۲۰۰ دستگاه تانک، ۲۳ هزار و ۳۰۰ خودروی زرهی، "
    "۳۳ هزار و ۱۰۰ سامانه توپخانه، ۱۴۹۰ راکت‌انداز، ۴۲۲ فروند هواپیما، ۳۴۵ بالگرد، ۶۰ هزار و ۲۰۰ پهپاد و ۲۸ کشتی "
    "نیز نابود شده است.",
    "he": "המטה הכללי של אוקראינה מסר כי רוסיה איבדה מתחילת המלחמה 1,100,500 חיילים, מהם 1,040 ביממה האחרונה. "
    "הושמדו 11,200 טנקים, 23,300 כלי רכב משוריינים, 33,100 מערכות ארטילריה, 1,490 משגרי רקטות, 422 מטוסים, "
    '345 מסוקים, 60,200 כטב"מים ו-28 ספינות.',
    "id": "Rusia telah kehilangan 1.100.500 tentara sejak awal perang, termasuk 1.040 orang dalam 24 jam terakhir, "
    "menurut Staf Umum Angkatan Bersenjata Ukraina. Kerugian lainnya: 11.200 tank, 23.300 kendaraan lapis baja, 33.100 "
    "sistem artileri, 1.490 peluncur roket ganda, 422 pesawat, 345 helikopter, 60.200 drone dan 28 kapal.",
    "ka": "უკრაინის გენერალური შტაბის მონაცემებით, ომის დაწყებიდან რუსეთმა დაკარგა 1 100 500 ჯარისკაცი, მათგან 1 040 "
    "ბოლო დღე-ღამეში. განადგურებულია 11 200 ტანკი, 23 300 ჯავშანმანქანა, 33 100 საარტილერიო სისტემა, 1 490 ზალპური "
    "ცეცხლის რეაქტიული სისტემა, 422 თვითმფრინავი, 345 ვერტმფრენი, 60 200 დრონი და 28 ხომალდი.",
    "lv": "Krievija kopš kara sākuma zaudējusi 1 100 500 karavīrus, no tiem 1 040 pēdējās diennakts laikā, ziņo "
    "Ukrainas armijas ģenerālštābs. Iznīcināti 11 200 tanki, 23 300 kaujas bruņumašīnas, 33 100 artilērijas sistēmas, "
    "1 490 daudzlādiņu raķešu iekārtas, 422 lidmašīnas, 345 helikopteri, 60 200 droni un 28 kuģi.",
    "nl": "Rusland heeft sinds het begin van de oorlog 1.100.500 soldaten verloren, van wie 1.040 in de afgelopen "
    "24 uur, meldt de Oekraïense generale staf. Verder gaat het om 11.200 tanks, 23.300 pantservoertuigen, 33.100 "
    "artilleriesystemen, 1.490 raketwerpers, 422 vliegtuigen, 345 helikopters, 60.200 drones en 28 schepen.",
    "no": "Russland har mistet 1.100.500 soldater siden krigens start, hvorav 1.040 det siste døgnet, opplyser "
    "Ukrainas generalstab. I tillegg kommer 11.200 stridsvogner, 23.300 pansrede kjøretøyer, 33.100 "
    "artillerisystemer, 1.490 rakettkastere, 422 fly, 345 helikoptre, 60.200 droner og 28 skip.",
    "sl": "Rusija je od začetka vojne izgubila 1.100.500 vojakov, od tega 1.040 v zadnjih 24 urah, je sporočil "
    "ukrajinski generalštab. Uničenih je tudi 11.200 tankov, 23.300 oklepnih vozil, 33.100 artilerijskih sistemov, "
    "1.490 večcevnih raketometov, 422 letal, 345 helikopterjev, 60.200 dronov in 28 ladij.",
    "sr": "Русија је од почетка рата изгубила 1.100.500 војника, од чега 1.040 у последња 24 сата, саопштио је "
    "Генералштаб Украјине. Уништено је 11.200 тенкова, 23.300 оклопних возила, 33.100 артиљеријских система, 1.490 "
    "вишецевних бацача ракета, 422 авиона, 345 хеликоптера, 60.200 дронова и 28 бродова.",
    "sv": "Ryssland har förlorat 1 100 500 soldater sedan krigets början, varav 1 040 det senaste dygnet, uppger "
    "Ukrainas generalstab. Dessutom 11 200 stridsvagnar, 23 300 pansarfordon, 33 100 artillerisystem, 1 490 "
    "raketartillerisystem, 422 flygplan, 345 helikoptrar, 60 200 drönare och 28 fartyg.",
    "vi": "Theo Bộ Tổng tham mưu Ukraine, từ đầu chiến sự Nga đã mất 1.100.500 binh sĩ, trong đó có 1.040 người trong "
    "24 giờ qua. Ngoài ra là 11.200 xe tăng, 23.300 xe bọc thép, 33.100 hệ thống pháo, 1.490 pháo phản lực phóng loạt, "
    "422 máy bay, 345 trực thăng, 60.200 máy bay không người lái và 28 tàu chiến.",
}


@pytest.mark.parametrize("language", sorted(PROSE))
def test_a_list_is_read_in_each_language_and_told_by_itself(language: str) -> None:
    reading = read_losses(PROSE[language])
    assert figures(reading) == {
        "personnel": (1100500, 1040),
        "tanks": (11200, None),
        "armoured_vehicles": (23300, None),
        "artillery_systems": (33100, None),
        "mlrs": (1490, None),
        "aircraft": (422, None),
        "helicopters": (345, None),
        "uavs": (60200, None),
        "ships": (28, None),
    }


def test_a_bracket_that_is_not_closed_still_holds_the_change() -> None:
    text = "Генштаб: втрати ворога: танків - 1077 (+15), артсистем - 491 (+16 од., РСЗВ - 163 (+1), літаків - 194."
    found = figures(read_losses(text))
    assert found["artillery_systems"] == (491, 16)
    assert found["mlrs"] == (163, 1)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("35 артилерійських систем і реактивну систему залпового вогню", {"artillery_systems": 35, "mlrs": 1}),
        ("35 артилерійських систем і реактивних систем залпового вогню", {}),
        ("35 артилерійських систем та автомобілів і цистерн", {}),
    ],
)
def test_a_label_in_the_singular_counts_one_behind_another_label(told: str, expected: dict[str, int]) -> None:
    text = f"За добу, повідомляє Генштаб, росіяни втратили 1300 осіб, 26 танків, {told}."
    found = figures(read_losses(text))
    assert found.pop("personnel") == (None, 1300)
    assert found.pop("tanks") == (None, 26)
    assert found == {category: (None, delta) for category, delta in expected.items()}


def test_a_sum_of_labels_with_a_comma_and_an_and_is_of_no_one_category() -> None:
    text = (
        "In a day Russia lost 960 troops and a total of 124 armored combat vehicles, vehicles and fuel tanks, "
        "says the General Staff of Ukraine."
    )
    reading = read_losses(text)
    assert figures(reading) == {"personnel": (None, 960)}
    assert "two_categories: shared 124" in [problem.detail for problem in reading.problems]


def test_an_exact_number_follows_its_rough_one() -> None:
    text = "More than 288 thousand invaders were eliminated, the General Staff of Ukraine gives exactly 288,630."
    assert figures(read_losses(text))["personnel"] == (288630, None)


@pytest.mark.parametrize(
    ("verb", "expected"),
    [("estimates", {"personnel": (42340, None)}), ("remembers", None)],
)
def test_an_army_speaks_behind_an_aside(verb: str, expected: dict[str, tuple[int | None, int | None]] | None) -> None:
    text = f"The Pentagon has 80,000. It is twice the 42,340 casualties that Ukraine's army, mostly silent, {verb}."
    reading = read_losses(text)
    assert (figures(reading) if reading.report else None) == expected


@pytest.mark.parametrize(
    "told",
    [
        "Russia launched 2,023 drones, 1,185 of the drones were destroyed and 738 drones were lost on radar",
        "The air defence intercepted 1,185 drones and 738 cruise missiles",
        "In the overnight attack 81 drones were destroyed",
    ],
)
def test_what_is_flown_in_an_attack_is_no_loss_of_the_list(told: str) -> None:
    assert read_losses(f"{told}, the General Staff of Ukraine said.").report is None
    text = f"Russia lost 1,200 soldiers and 12 tanks in a day, the General Staff of Ukraine says. {told}."
    assert figures(read_losses(text)) == {"personnel": (None, 1200), "tanks": (None, 12)}


def test_drones_of_a_list_stay_whatever_was_launched() -> None:
    text = (
        "Since Russia launched its invasion it lost 3,003 tanks, 5,981 armoured vehicles, 1,978 artillery systems, "
        "283 aircraft and 1,693 drones, says the General Staff of Ukraine."
    )
    assert figures(read_losses(text))["uavs"] == (1693, None)


def test_what_is_owned_up_to_is_not_the_lists() -> None:
    text = (
        "Russia lost 19,000 soldiers and 700 tanks, says the General Staff of Ukraine. Putin's forces admitted the "
        "loss of 1,351 soldiers. Destroyed too are 150 aircraft."
    )
    assert figures(read_losses(text)) == {
        "personnel": (19000, None),
        "tanks": (700, None),
        "aircraft": (150, None),
    }


def test_every_agency_of_the_claims_opens_another_list() -> None:
    text = "Russia lost 45,000 soldiers and 4,000 tanks, South Korea's National Intelligence Service says."
    assert read_losses(text).report is None


@pytest.mark.parametrize(
    ("told", "aircraft"),
    [("205 planes", 305), ("nearly 300 planes", 305), ("305 planes", 305)],
)
def test_a_list_with_its_changes_goes_before_what_is_told_above_it(told: str, aircraft: int) -> None:
    text = (
        f"The General Staff of Ukraine counts 3,532 tanks and {told} lost so far.\n"
        "tanks - 3,532 (+21)\nguns - 2,568 (+8)\nMLRS - 507 (+1)\naircraft - 305 (+0)\nhelicopters - 290 (+0)"
    )
    assert figures(read_losses(text))["aircraft"] == (aircraft, 0)


def test_a_sentence_of_many_categories_goes_before_a_rough_figure_above_it() -> None:
    text = (
        "Ukraine's General Staff: Russia lost over 2000 military vehicles and 15,300 soldiers in all.\n"
        "15,300 soldiers, 509 tanks, 1556 armoured vehicles, 252 artillery systems, 80 MLRS, 99 aircraft, 1000 "
        "vehicles and 70 fuel tanks are lost."
    )
    assert figures(read_losses(text))["military_vehicles"] == (1000, None)


def test_days_from_one_to_another_are_a_span_in_korean() -> None:
    text = (
        "우크라이나 국방부는 8일부터 15일까지 전투로 러시아군 8430명이 전사하고 "
        "전차 48대, 장갑차 199대를 잃었다고 발표했다.\n"
        "누적으로는 러시아군 전사자 67만1400명, 전차 8988대, 장갑차 1만7939대이다."
    )
    assert figures(read_losses(text)) == {
        "personnel": (671400, None),
        "tanks": (8988, None),
        "armoured_vehicles": (17939, None),
    }


def test_small_totals_of_the_first_days_are_totals() -> None:
    text = (
        "Генштаб ЗСУ: РФ лишилася 9 тис військових. Знищено:\n30 літаків\n31 вертоліт\n217 танків\n"
        "900 бойових броньованих машин\n3 БПЛА\n2 катери\n374 одиниці автомобільної техніки"
    )
    found = figures(read_losses(text))
    assert (found["uavs"], found["ships"], found["military_vehicles"]) == ((3, None), (2, None), (374, None))


def test_a_day_of_march_that_the_totals_cannot_have_stood_on_is_none() -> None:
    text = (
        "Генштаб: від початку війни РФ втратила 24 700 осіб і 1092 танки. "
        "Росія 25 березня назвала свої втрати загальними словами."
    )
    reading = read_losses(text)
    assert reading.report is not None
    assert reading.report.report_date is None
