from datetime import UTC, date, datetime

from pipelines.reading import Layout, plain_page, read_page
from pipelines.reports import published_day, read_reports

OPENER = "Losses of the Russian army as of April 24, 2024:"
LIST = f"{OPENER}\ntanks — 7,242 (+1)\nMLRS — 1,048 (+2)\nhelicopters — 325 (+0)"


def test_every_quote_stands_at_its_place_in_the_pages_text() -> None:
    page = plain_page(f"A paragraph before.\n{LIST}")
    (report,) = read_reports(page).reports
    assert report.report_date == date(2024, 4, 24)
    assert all(page.text[figure.start : figure.end] == figure.quote for figure in report.figures)


def test_a_page_of_days_gives_a_list_a_day_dated_by_its_layout() -> None:
    days = "".join(
        f"<li class=gold><span class=black>{day}.04.2024</span><div class=casualties><ul>"
        f"<li>Танки — 72{day} (+1)</li><li>РСЗВ — 10{day}</li><li>Гелікоптери — 325</li>"
        "<li>Літаки — 348</li><li>Кораблі (катери) — 26</li></ul></div>"
        for day in (24, 23)
    )
    layout = Layout(article="article", part="div.casualties", part_date="span.black", part_date_format="%d.%m.%Y")
    page = read_page(
        f"<html lang=uk><article><ul>{days}</ul></article></html>", url="https://m.example/", layouts=(layout,)
    )
    found = read_reports(page)
    assert [report.report_date for report in found.reports] == [date(2024, 4, 24), date(2024, 4, 23)]
    assert [report.date_basis for report in found.reports] == ["layout", "layout"]
    totals = [{figure.category: figure.total for figure in report.figures} for report in found.reports]
    assert totals == [
        {"tanks": 7224, "mlrs": 1024, "helicopters": 325, "aircraft": 348, "ships": 26},
        {"tanks": 7223, "mlrs": 1023, "helicopters": 325, "aircraft": 348, "ships": 26},
    ]
    second = found.reports[1].figures
    assert all(page.text[figure.start : figure.end] == figure.quote for figure in second)


def test_a_late_evening_in_utc_is_the_next_day_in_kyiv() -> None:
    assert published_day(datetime(2024, 4, 23, 22, 30, tzinfo=UTC)) == date(2024, 4, 24)
    assert published_day(None) is None
