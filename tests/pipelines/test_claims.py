"""What a whole article is read to claim; the parts have tests of their own."""

from datetime import date

import pytest

from pipelines.claims import Claim, read_claims

SEED = """The Ministry of Defense of Great Britain speaks of a record number of desertion cases in Russia, as well as a record number of asylum requests abroad.

The British officers point to data of the Russian outlet "Mediazona".

By the count of those journalists, in March 2024 alone courts sentenced a record number of servicemen for desertion — 64 people.

It is noted that since September 2022 there have been 7,400 cases, most of them in the Moscow region — 496.

The department adds that asylum requests in Western countries have reached a record level.
"""  # noqa: E501


def read(text: str, language: str = "en", *, title: str = "", published: date | None = None) -> list[Claim]:
    return list(read_claims(text, title=title, language=language, published=published))


def figures(claims: list[Claim]) -> list[tuple[str, float | None, str]]:
    return [(claim.agency, claim.value, claim.unit) for claim in claims]


def test_the_page_the_project_began_from_has_five_claims() -> None:
    claims = read(SEED, published=date(2024, 4, 24))
    assert figures(claims) == [
        ("UK MoD", None, "cases"),
        ("UK MoD", None, "requests"),
        ("UK MoD", 64, "people"),
        ("UK MoD", 7400, "cases"),
        ("UK MoD", 496, "cases"),
    ]
    assert [claim.record for claim in claims] == [True, True, True, False, False]
    assert [claim.topic for claim in claims] == ["desertion", "asylum", "desertion", "desertion", "desertion"]
    assert [claim.place for claim in claims] == [None, None, None, None, "Moscow region"]
    assert claims[2].relays == "Mediazona"
    assert (claims[2].period, claims[3].period) == ("2024-03", "2022-09/2024-04")


def test_a_claim_quotes_the_sentence_it_stands_in() -> None:
    text = "Nothing here. UK intelligence said Russia had lost 2,000 tanks. Nothing there."
    (claim,) = read(text)
    assert claim.quote == text[claim.start : claim.end] == "UK intelligence said Russia had lost 2,000 tanks."
    assert claim.subject == "Russian tanks lost"


@pytest.mark.parametrize(
    ("language", "text", "agency", "value", "unit"),
    [
        ("en", "GUR said that Russia makes 2,700 drones a month.", "GUR", 2700, "drones/month"),
        ("uk", "За даними британської розвідки, РФ втратила понад 355 тисяч осіб.", "UK MoD", 355000, "people"),
        ("ru", "По оценке ISW, войска РФ заняли 473 кв. км.", "ISW", 473, "km2"),
        ("ar", "وقدرت وزارة الدفاع البريطانية أن روسيا خسرت نحو 190 ألف جندي.", "UK MoD", 190000, "people"),
        ("az", "Britaniya kəşfiyyatı bildirib ki, Rusiya 350 000 əsgər itirib.", "UK MoD", 350000, "people"),
        ("bg", "Според британското разузнаване Русия губи средно 1 100 войници на ден.", "UK MoD", 1100, "people/day"),
        ("cs", "Rusko ztrácí denně 1 100 vojáků, uvedla britská rozvědka.", "UK MoD", 1100, "people/day"),
        (
            "da",
            "Rusland mister 1.100 soldater om dagen, oplyser det britiske forsvarsministerium.",
            "UK MoD",
            1100,
            "people/day",
        ),
        (
            "el",
            "Το βρετανικό υπουργείο Άμυνας εκτιμά ότι η Ρωσία έχασε 350.000 στρατιώτες.",
            "UK MoD",
            350000,
            "people",
        ),
        ("et", "Briti luure hinnangul on Venemaa kaotanud 350 000 sõdurit.", "UK MoD", 350000, "people"),
        ("fa", "به گفته وزارت دفاع بریتانیا، روسیه ۳۵۰ هزار نظامی از دست داده است.", "UK MoD", 350000, "people"),
        (
            "fi",
            "Britannian puolustusministeriö arvioi Venäjän menettäneen 350 000 sotilasta.",
            "UK MoD",
            350000,
            "people",
        ),
        ("he", "המודיעין הבריטי העריך כי רוסיה איבדה 350,000 חיילים.", "UK MoD", 350000, "people"),
        (
            "hr",
            "Britansko ministarstvo obrane procjenjuje da je Rusija izgubila 350.000 vojnika.",
            "UK MoD",
            350000,
            "people",
        ),
        ("hu", "A brit védelmi minisztérium szerint Oroszország 350 000 katonát vesztett.", "UK MoD", 350000, "people"),
        ("id", "Intelijen Inggris memperkirakan Rusia kehilangan 350.000 tentara.", "UK MoD", 350000, "people"),
        ("ko", "영국 국방부는 러시아군 사상자를 35만 명으로 추산했다.", "UK MoD", 350000, "people"),
        ("lt", "Britų žvalgyba skelbia, kad Rusija neteko 350 000 karių.", "UK MoD", 350000, "people"),
        ("lv", "Britu izlūkdienests lēš, ka Krievija zaudējusi 350 000 karavīru.", "UK MoD", 350000, "people"),
        ("nl", "De Britse inlichtingendienst schat dat Rusland 350.000 soldaten verloor.", "UK MoD", 350000, "people"),
        ("no", "Britisk etterretning anslår at Russland har mistet 350 000 soldater.", "UK MoD", 350000, "people"),
        (
            "ro",
            "Ministerul britanic al Apărării estimează că Rusia a pierdut 350.000 de militari.",
            "UK MoD",
            350000,
            "people",
        ),
        ("sk", "Britská rozviedka odhaduje, že Rusko stratilo 350 000 vojakov.", "UK MoD", 350000, "people"),
        (
            "sl",
            "Britansko obrambno ministrstvo ocenjuje, da je Rusija izgubila 350.000 vojakov.",
            "UK MoD",
            350000,
            "people",
        ),
        (
            "sr",
            "Британско министарство одбране процењује да је Русија изгубила 350.000 војника.",
            "UK MoD",
            350000,
            "people",
        ),
        (
            "sv",
            "Brittisk underrättelsetjänst uppskattar att Ryssland har förlorat 350 000 soldater.",
            "UK MoD",
            350000,
            "people",
        ),
        (
            "tr",
            "İngiltere Savunma Bakanlığı, Rusya'nın 350 bin asker kaybettiğini açıkladı.",
            "UK MoD",
            350000,
            "people",
        ),
        ("vi", "Tình báo Anh ước tính Nga mất 350.000 binh sĩ.", "UK MoD", 350000, "people"),
    ],
)
def test_every_language_is_read(language: str, text: str, agency: str, value: int, unit: str) -> None:
    assert figures(read(text, language)) == [(agency, value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "President Zelensky said that 31,000 Ukrainian soldiers had been killed.",
        "The General Staff said that Russia lost 1,100 troops in the past day.",
        "The UN has confirmed 579 civilian deaths.",
        "UK intelligence said on 12 July 2024 that article 337 applies to the 155th brigade after 3 days.",
        "Russia lost 500,000 soldiers. The British ministry did not answer a request for comment.",
        "UK intelligence wrote about the bridge.\nIt cost $3bn, a mayor said.",
        "UK intelligence reported on this.\n\nRead also: Russia lost 910 troops and 12 tanks in a day",
    ],
)
def test_what_is_no_claim_of_an_agency_is_left_out(text: str) -> None:
    assert read(text) == []


def test_figures_that_the_list_took_are_no_claims() -> None:
    text = "UK intelligence said Russia had lost 2,000 tanks and 500 aircraft."
    place = text.index("2,000")
    claims = read_claims(text, language="en", taken=((place, place + 5),))
    assert [claim.value for claim in claims] == [500]


def test_the_sums_of_the_lists_keeper_over_a_week_are_claims() -> None:
    claims = read("За тиждень ворог втратив 6 150 осіб, повідомляє Генеральний штаб ЗСУ.", "uk")
    assert figures(claims) == [("General Staff of Ukraine", 6150, "people")]


def test_a_repeated_figure_is_one_claim_unless_it_is_of_another_time() -> None:
    claims = read(
        "UK intelligence put losses at 913 people a day in March 2024. "
        "It puts losses at 913 people a day in March 2024. It gave 913 people a day in May 2024."
    )
    assert [(claim.value, claim.period) for claim in claims] == [(913, "2024-03"), (913, "2024-05")]


def test_a_record_told_first_belongs_to_the_figure_that_follows() -> None:
    claims = read(
        "Losses were the highest of the war in May, UK intelligence said. It put losses in May at 38,000 people."
    )
    assert [(claim.value, claim.record) for claim in claims] == [(38000, True)]


def test_a_record_told_in_the_next_sentence_belongs_to_the_figure_before() -> None:
    claims = read("DeepState said Russia took 556 sq km in June. This is the highest figure since November 2024.")
    assert [(claim.value, claim.record) for claim in claims] == [(556, True)]


def test_a_force_is_read_on_its_specialty_only() -> None:
    claims = read("The Ukrainian Air Force said Russia launched 479 drones and that 277 drones were shot down.")
    assert figures(claims) == [("Ukrainian Air Force", 479, "drones")]


def test_in_a_paragraph_that_names_nobody_only_the_subject_of_the_only_agency_goes_on() -> None:
    text = "Mediazona has confirmed 168,142 deaths.\n\nAmong the dead are 6,353 officers.\n\nReaders gave $50."
    assert [claim.value for claim in read(text)] == [168142, 6353]


def test_an_article_about_an_agency_goes_on_with_its_figures_whatever_they_count() -> None:
    text = "UK intelligence spoke of 684 convictions.\n\n{}Russia makes 130 missiles a month."
    opened = read(text.format(""))
    assert [claim.value for claim in opened] == [684, 130]
    later = "The front is quiet.\n\nIt rained.\n\nNothing else.\n\n" + text.format("Elsewhere it was calm.\n\n")
    assert [claim.value for claim in read(later)] == [684]


def test_a_record_announced_at_the_top_is_of_the_figure_in_the_next_line() -> None:
    text = "Russia's gains were the largest in any month of the war, UK intelligence said.\n\nThey came to 725 sq km."
    assert [(claim.value, claim.record) for claim in read(text)] == [(725, True)]


def test_a_record_of_months_is_of_the_figure_that_the_next_line_gives_for_one() -> None:
    text = "Russia made its largest monthly gains of land since 2022, UK intelligence says.\n\nThey took 725 sq km."
    (claim,) = read(text)
    assert (claim.value, claim.topic, claim.record) == (725, "territory", True)


def test_those_two_months_points_back_to_the_figure_before() -> None:
    text = "UK intelligence says Russia took 610 sq km. In those two months its gains were the largest since 2022."
    assert [(claim.value, claim.record) for claim in read(text)] == [(610, True)]


def test_whom_a_counting_outlet_relays_is_no_second_agency_of_its_article() -> None:
    text = "AFP's analysis of data from the ISW shows that Russia took 477 sq km.\n\nThe ISW had it taking 459 sq km."
    (_, second, third) = read(f"{text}\n\nIts army took 2,660 sq km in 2024.")
    assert (second.agency, third.agency, third.value) == ("ISW", "AFP", 2660)


def test_an_outlet_that_analysed_the_data_of_an_agency_is_the_one_who_counts() -> None:
    (claim,) = read("Selon des données de l'ISW, que l'AFP a analysées, l'armée russe a gagné 477 km² en août.", "fr")
    assert (claim.agency, claim.relays) == ("AFP", "ISW")


@pytest.mark.parametrize("other", ["477 sq km, or 184 sq miles,", "477 sq km (184 square miles)", "477 km² / 184 mi²"])
def test_one_area_in_two_measures_is_one_claim(other: str) -> None:
    assert [claim.value for claim in read(f"UK intelligence says Russia took {other} in August.")] == [477]


def test_two_areas_are_two_claims() -> None:
    text = "UK intelligence says Russia took 477 sq km in August and holds 25,938 sq miles."
    assert [claim.value for claim in read(text)] == [477, 25_938]


def test_who_is_only_asked_for_comment_says_nothing_of_the_next_sentences() -> None:
    assert not read("Russia's Defence Ministry was asked for comment.\n\nAround 40,000 troops have gathered.")


def test_an_official_whom_an_outlet_quotes_is_the_one_who_speaks() -> None:
    text = "An official of Western intelligence, cited by the BBC, claimed that 20,000 soldiers have died."
    assert [(claim.agency, claim.value) for claim in read(text)] == [("Western officials", 20_000)]


@pytest.mark.parametrize(
    ("text", "agency", "relays"),
    [
        ("За даними ISW, які проаналізувало AFP, росіяни зайняли 110 кв. км.", "AFP", "ISW"),
        ("Росіяни втратили від 290 до 460 тисяч осіб, підрахував The Economist.", "The Economist", None),
    ],
)
def test_a_verb_of_counting_makes_an_outlet_the_one_who_counts(text: str, agency: str, relays: str | None) -> None:
    assert [(claim.agency, claim.relays) for claim in read(text, "uk")] == [(agency, relays)]


def test_a_title_printed_again_under_a_rubric_is_no_claim_of_its_own() -> None:
    title = "ISW: Russia takes 2,300 sq km"
    text = f"News\n\n{title}\n\nRussia took 2,346 sq km, the ISW says."
    assert [claim.value for claim in read_claims(text, title=title)] == [2346]


def test_a_record_behind_two_months_is_of_both() -> None:
    text = "По данным разведки Британии, РФ теряла в мае 1 262 человека в день, а в июне 1 163, и это рекорд."
    assert [(claim.value, claim.record) for claim in read(text, "ru")] == [(1262, True), (1163, True)]


def test_the_ministry_is_no_outlet_that_spoke_in_between() -> None:
    text = (
        "UK intelligence spoke of 7,400 cases.\n\nMediazona counted 684 officers.\n\nThe ministry reported 9 deserters."
    )
    assert [claim.agency for claim in read(text)] == ["UK MoD", "Mediazona", "UK MoD"]


def test_what_a_figure_is_more_than_is_no_record() -> None:
    text = "UK intelligence says Russia took 500 sq km, a record, more than in August (477 sq km)."
    assert [(claim.value, claim.record) for claim in read(text)] == [(500, True), (477, False)]


def test_an_average_that_the_general_staff_is_named_for_is_of_whom_the_article_is_about() -> None:
    text = "UK intelligence sees no end.\n\nIt was 1,556 people a day, by statistics of the General Staff of Ukraine."
    assert [(claim.agency, claim.relays, claim.value) for claim in read(text)] == [
        ("UK MoD", "General Staff of Ukraine", 1556)
    ]


def test_a_sum_of_the_general_staff_is_no_claim_in_an_article_about_another() -> None:
    text = "UK intelligence sees no end.\n\nThe General Staff of Ukraine reported 1,556 people lost."
    assert not read(text)


def test_the_ministry_is_no_general_staff() -> None:
    text = (
        "UK intelligence spoke of 7,400 cases.\n\nThe General Staff reported shelling this week.\n\n"
        "Russia lost 1,262 soldiers a day, the MoD wrote."
    )
    assert [claim.agency for claim in read(text)] == ["UK MoD", "UK MoD"]


def test_the_british_are_their_ministry_where_they_are_quoted() -> None:
    (claim,) = read("2025 рік, за даними британців, коштував росіянам 415 тисяч осіб.", "uk")
    assert claim.agency == "UK MoD"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "For the third straight month Russia has had record daily losses, UK intelligence said."),
        ("en", "Russia's daily losses were a record for three months in a row, UK intelligence said."),
        ("uk", "Рекордні втрати Росія має третій місяць поспіль, повідомила британська розвідка."),
        ("ru", "Рекордные потери Россия несет третий месяц подряд, сообщила британская разведка."),
    ],
)
def test_months_in_a_row_are_counted_and_may_be_the_record(language: str, text: str) -> None:
    assert [(claim.value, claim.unit, claim.record) for claim in read(text, language)] == [(3, "months", True)]


def test_beside_months_in_a_row_the_figure_is_a_record_too() -> None:
    text = "Russia had record losses for the third straight month, UK intelligence said. It lost 1,523 men a day."
    assert [(claim.value, claim.record) for claim in read(text)] == [(3, True), (1523, True)]


def test_in_those_two_months_is_of_both_figures() -> None:
    text = "UK intelligence says Russia took 610 sq km in October and 725 sq km in November."
    later = "Since March 2022 it had not taken as much territory as in those two months."
    assert [(claim.value, claim.record) for claim in read(f"{text} {later}")] == [(610, True), (725, True)]


def test_in_the_whole_war_this_is_a_record_speaks_of_the_figure_before() -> None:
    text = "Медіазона назвала ще 1638 загиблих. За весь час повномасштабної війни це новий рекорд."
    assert [(claim.value, claim.record) for claim in read(text, "uk")] == [(1638, True)]


def test_a_record_told_with_the_general_staffs_name_is_of_whom_the_article_is_about() -> None:
    text = "UK intelligence sees no end.\n\nNo three months since 2022 were costlier in losses, the General Staff says."
    assert [(claim.agency, claim.record) for claim in read(text)] == [("UK MoD", True)]


def test_the_other_side_of_the_war_is_only_named_where_another_speaks() -> None:
    text = (
        "Ukraine's HUR told of recruiters.\n\nThe unit was set up by Russia's Ministry of Defence. Recruits get $2,000."
    )
    assert {claim.agency for claim in read(text)} <= {"GUR"}


def test_the_mod_is_britains_where_no_other_ministry_is_named() -> None:
    assert [claim.agency for claim in read("Russia lost 1,523 soldiers a day in November, the MoD says.")] == ["UK MoD"]
    other = read("Ukraine's MoD posted a list.\n\nRussia lost 13 tanks on Thursday, the MoD says.")
    assert all(claim.agency != "UK MoD" for claim in other)


def test_a_title_that_names_the_country_tells_whose_ministry_speaks() -> None:
    text = "The ministry of defence said that Russia lost 48,240 soldiers in January."
    assert [claim.agency for claim in read_claims(text, title="UK: costliest month for Putin's army")] == ["UK MoD"]


def test_a_months_sum_of_the_general_staff_is_relayed_by_whom_the_article_is_about() -> None:
    text = "UK intelligence sees no end.\n\nIn November the General Staff of Ukraine counted 45,680 casualties."
    assert [(claim.agency, claim.relays) for claim in read(text)] == [("UK MoD", "General Staff of Ukraine")]


def test_a_range_of_shares_may_carry_its_sign_twice() -> None:
    (claim,) = read("Prices went up by 20%-30% in Russia, UK intelligence says.")
    assert (claim.value, claim.value_high, claim.unit) == (20, 30, "%")


def test_a_fifth_year_is_no_share() -> None:
    assert not read("Russia can fight for a fifth year, UK intelligence says.")


def test_a_record_that_names_nothing_is_of_the_figure_before() -> None:
    text = "UK intelligence put losses in May at 39,000 people. Highest since the war began."
    assert [(claim.value, claim.record) for claim in read(text)] == [(39_000, True)]


def test_a_monthly_record_is_not_of_a_daily_rate_that_stands_nearer() -> None:
    text = "AFP's analysis shows Russia took 449 sq km, or 14.5 sq km per day, its biggest monthly gains since 2022."
    assert [(claim.value, claim.record) for claim in read(text)] == [(449, True), (14.5, False)]


def test_unprecedented_aid_is_no_record_of_losses() -> None:
    text = "Russia's defence ministry says Ukraine lost 15,000 men despite unprecedented military aid."
    assert [claim.record for claim in read(text)] == [False]


def test_who_calls_this_a_record_speaks_of_the_figure_before() -> None:
    text = "Mediazona found 1,679 names of the dead.\n\nThe media call this the highest rise since the war began."
    assert [(claim.value, claim.record) for claim in read(text)] == [(1679, True)]


def test_highs_of_two_figures_are_records_both() -> None:
    text = "UK intelligence said that losses rose to conflict highs of 1,262 and 1,163 people a day."
    assert [(claim.value, claim.record) for claim in read(text)] == [(1262, True), (1163, True)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Selon l'ISW, l'armée russe a gagné 477 km², soit sa plus forte avancée depuis octobre 2022."),
        ("uk", "DeepState нарахував 75,7 кв. км, захоплених росіянами, - мінімальний показник від середини травня."),
    ],
)
def test_a_superlative_needs_its_span_in_other_words_too(language: str, text: str) -> None:
    assert [claim.record for claim in read(text, language)] == [True]


def test_a_record_of_a_month_is_not_of_the_sum_since_the_war_began() -> None:
    text = "Losses in May were the highest of the war, UK intelligence said.\n\nThey exceed 600,000 people."
    assert [(claim.value, claim.record) for claim in read(text)] == [(None, True), (600_000, False)]


def test_no_month_was_worse_speaks_of_the_figure_before() -> None:
    text = "UK intelligence put losses in May at 39,000 people. No month has been worse since the war began."
    assert [(claim.value, claim.record) for claim in read(text)] == [(39_000, True)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wie AFP anhand von Daten des ISW ermittelte, nahm Russland 478 Quadratkilometer ein."),
        ("fr", "Selon une analyse de l'AFP des données de l'ISW, l'armée russe a conquis 478 km²."),
        ("es", "Según un análisis de la AFP a partir de datos del ISW, el ejército ruso conquistó 478 km²."),
    ],
)
def test_an_agency_of_the_press_counts_itself_in_other_languages_too(language: str, text: str) -> None:
    (claim,) = read(text, language)
    assert (claim.agency, claim.relays, claim.value, claim.unit) == ("AFP", "ISW", 478, "km2")
