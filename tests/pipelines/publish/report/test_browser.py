"""The report in a real browser: it draws, it obeys, it fits, it can be read by ear and by keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.publish.report.contents import DAILY_RECORDS, Contents
from tests.browser import Browser, Tab, address_of, browser, find_chromium

DRAWN = "document.documentElement?.dataset.drawn === 'yes'"
PHONE, DESK = (360, 740), (1200, 900)


@pytest.fixture(scope="module")
def running() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        pytest.skip("no chromium is installed: apt-get install chromium")
    with browser(program) as found:
        yield found


def opened(running: Browser, report: Path, size: tuple[int, int] = DESK, *, dark: bool = False) -> Tab:
    tab = running.tab()
    tab.look(*size, dark=dark)
    tab.open(address_of(report), ready=DRAWN)
    return tab


@pytest.fixture
def tab(running: Browser, reports: dict[str, Path]) -> Tab:
    return opened(running, reports["en"])


def marks(tab: Tab, kind: str) -> int:
    """How many marks of a kind the main chart has."""
    drawn = f"#drawing svg .mark-{kind}.role-mark path"
    found = tab.run(f"document.querySelectorAll({drawn!r}).length")
    assert isinstance(found, int)
    return found


def choose(tab: Tab, field: str, value: str) -> None:
    tab.run(f"(() => {{ const f = document.getElementById({field!r}); f.value = {value!r};"
            " f.dispatchEvent(new Event('change', { bubbles: true })); })()")  # fmt: skip


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True])
def test_it_draws_in_silence_and_asks_for_nothing(
    language: str, size: tuple[int, int], dark: bool, running: Browser, reports: dict[str, Path]
) -> None:
    tab = opened(running, reports[language], size, dark=dark)
    assert marks(tab, "rect") > 300
    assert marks(tab, "line") == 1
    assert tab.console == []
    assert [url for url in tab.requests if not url.startswith("data:")] == [address_of(reports[language])]
    assert tab.run("document.documentElement.scrollWidth <= innerWidth") is True
    assert tab.run("document.documentElement.lang") == language


def test_nothing_is_wider_than_the_narrowest_phone(running: Browser, reports: dict[str, Path]) -> None:
    tab = opened(running, reports["uk"], (320, 640))
    assert tab.run("document.documentElement.scrollWidth <= innerWidth") is True


def test_dark_is_dark_and_light_is_light(running: Browser, reports: dict[str, Path]) -> None:
    grounds = []
    for dark in (False, True):
        tab = opened(running, reports["en"], dark=dark)
        ground = tab.run("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
        line = tab.run("getComputedStyle(document.querySelector('#drawing svg .mark-line path')).stroke")
        grounds.append((sum(ground), line))
    (light, light_line), (dim, dim_line) = grounds
    assert light > 600
    assert dim < 150
    assert light_line != dim_line


def test_text_can_be_told_from_its_ground(running: Browser, reports: dict[str, Path]) -> None:
    for dark in (False, True):
        tab = opened(running, reports["en"], dark=dark)
        tab.run(CONTRAST)
        assert tab.run("lowestContrast()") >= 4.5, "WCAG AA"


CONTRAST = """
window.lowestContrast = () => {
  const part = (value) => { value /= 255; return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
  const light = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b); };
  const ground = (element) => { for (; element; element = element.parentElement) {
    const colour = getComputedStyle(element).backgroundColor;
    if (!/, 0\\)$/.test(colour)) return colour; } return "rgb(255, 255, 255)"; };
  let lowest = 21;
  const texts = "h1, h2, p, th, td, a, .status, .label, summary, label, button, caption";
  for (const element of document.querySelectorAll(texts)) {
    const [one, other] = [light(getComputedStyle(element).color), light(ground(element))];
    lowest = Math.min(lowest, (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05));
  }
  return lowest;
};
"""


def test_a_range_is_chosen_by_buttons_by_dates_and_by_dragging(tab: Tab) -> None:
    tab.run("document.querySelector('button[data-days=\"30\"]').click()")
    tab.wait("document.querySelectorAll('#drawing svg .mark-rect.role-mark path').length === 30")
    assert tab.run("document.querySelector('button[data-days=\"30\"]').ariaPressed") == "true"
    choose(tab, "from", "2026-01-01")
    tab.wait("document.querySelectorAll('#drawing svg .mark-rect.role-mark path').length === 234")
    assert "1 January 2026 to 22 August 2026" in tab.run("document.getElementById('drawn').textContent")
    choose(tab, "from", "1999-01-01")
    tab.wait("document.getElementById('from').value === '2022-02-25'")
    left, top, width, height = tab.run(
        "(() => { const box = document.querySelector('#overview svg').getBoundingClientRect();"
        " document.querySelector('#overview').scrollIntoView({block: 'center'});"
        " const b = document.querySelector('#overview svg').getBoundingClientRect();"
        " return [b.left, b.top, b.width, b.height]; })()"
    )
    middle = top + height / 3
    for kind, share in (("mousePressed", 0.3), ("mouseMoved", 0.4), ("mouseMoved", 0.5), ("mouseReleased", 0.5)):
        tab.send("Input.dispatchMouseEvent", type=kind, x=left + share * width, y=middle, button="left", clickCount=1)
    tab.wait("document.getElementById('until').value < '2025-01-01'")
    assert tab.run("document.getElementById('from').value") > "2023-01-01"


def test_records_are_marked_where_they_stand(tab: Tab, contents: Contents) -> None:
    records = [row for row in contents.records if row["category"] == "personnel" and row["kind"] in DAILY_RECORDS]
    assert records
    tab.run("document.querySelector('button[data-days=\"0\"]').click()")
    tab.wait(f"document.querySelectorAll('#drawing svg .mark-symbol.role-mark path').length === {len(records)}")
    choose(tab, "measure", "totals")
    tab.wait("document.querySelectorAll('#drawing svg .mark-symbol.role-mark path').length === 0")
    assert "total" in tab.run("document.getElementById('drawn').textContent")


def test_another_category_is_drawn_with_its_own_days(tab: Tab) -> None:
    choose(tab, "category", "ground_robots")
    tab.wait("document.getElementById('drawn').textContent.startsWith('Ground robotic systems')")
    assert tab.run("document.getElementById('from').min") == "2026-05-03"
    assert tab.console == []


def test_the_days_of_the_chart_stand_in_a_table(tab: Tab) -> None:
    tab.run("document.querySelector('button[data-days=\"30\"]').click()")
    tab.wait("document.querySelectorAll('#table tbody tr').length === 30")
    first = tab.run("document.querySelector('#table tbody tr').innerText || "
                    "document.querySelector('#table tbody tr').textContent")  # fmt: skip
    assert "22 August 2026" in first
    assert "1,475,270" in first


def test_it_can_be_read_by_ear(tab: Tab) -> None:
    tree = tab.named()
    roles = [role for role, _ in tree]
    assert {"banner", "main", "contentinfo", "table", "figure"} <= set(roles)
    assert next(name for role, name in tree if role == "heading").startswith("Russian losses")
    for role in ("combobox", "Date", "button", "link", "region", "image", "table", "columnheader", "rowheader"):
        unnamed = [name for found, name in tree if found == role and not name.strip()]
        assert unnamed == [], role
    assert any(role == "image" and name.startswith("Personnel, daily change") for role, name in tree)
    assert not any(role.startswith("graphics") for role in roles), "a chart's marks would be read one by one"
    assert any(role == "table" and name.startswith("Totals since") for role, name in tree)


def test_the_newest_list_is_a_table_to_the_ear_on_a_phone_too(running: Browser, reports: dict[str, Path]) -> None:
    tree = opened(running, reports["en"], PHONE).named()
    assert any(role == "table" and name.startswith("Totals since") for role, name in tree)
    assert sum(role == "rowheader" for role, _ in tree) >= 14


def test_it_can_be_used_by_keyboard(tab: Tab) -> None:
    tab.press("Tab")
    assert tab.run("document.activeElement.className") == "skip"
    tab.press("Enter")
    assert tab.run("document.activeElement.id") == "newest"
    reached: list[str] = []
    while "until" not in reached and len(reached) < 60:
        tab.press("Tab")
        reached.append(tab.run("document.activeElement.id || document.activeElement.tagName"))
    assert [name for name in reached if name in ("category", "measure", "from", "until")][:2] == ["category", "measure"]
    tab.run("document.querySelector('button[data-days=\"90\"]').focus()")
    tab.press(" ")
    tab.wait("document.querySelectorAll('#drawing svg .mark-rect.role-mark path').length === 90")
    assert tab.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_without_scripts_the_chart_is_drawn_all_the_same(
    running: Browser, reports: dict[str, Path], tmp_path: Path
) -> None:
    page = reports["en"].read_text("utf-8")
    bare = tmp_path / "bare.html"
    bare.write_text(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL), "utf-8")
    tab = running.tab()
    tab.look(*PHONE)
    tab.open(address_of(bare))
    assert tab.run("document.querySelectorAll('#drawing svg path').length") > 300
    assert tab.run("document.getElementById('controls').hidden") is True
    assert tab.run("document.documentElement.scrollWidth <= innerWidth") is True
    assert tab.console == []
