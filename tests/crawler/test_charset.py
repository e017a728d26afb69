"""Text is read in the charset it is in, or held; never mojibake."""

from __future__ import annotations

import pytest

from crawler.charset import Decoded, decode
from pipelines.problems import Problem

UKRAINIAN = (
    "<html><body><h1>Втрати ворога</h1><p>Генеральний штаб повідомляє станом на 5 березня:</p>"
    "<ul><li>особового складу – близько 1000 (+10) осіб;</li><li>танків – 20 (+1);</li>"
    "<li>гелікоптерів – 3, її кораблів – 2.</li></ul></body></html>"
)
RUSSIAN = "<html><body><p>Потери за сутки: танков 20 (+1), вертолётов 3, личного состава 1000.</p></body></html>"
WORDS = (
    "втрати",
    "танків",
    "особового",
    "гелікоптерів",
    "станом",
    "потери",
    "танков",
    "вертолётов",
    "личного",
    "tanks",
)
CHARSETS = ("utf-8", "windows-1251", "koi8-u", "iso-8859-5", "ibm866", "x-mac-cyrillic", "utf-16-le", "utf-16-be")
CODECS = {"x-mac-cyrillic": "mac-cyrillic", "ibm866": "cp866"}


def encoded(text: str, charset: str) -> bytes:
    return text.encode(CODECS.get(charset, charset), "xmlcharrefreplace")


@pytest.mark.parametrize("declared", [None, *CHARSETS])
@pytest.mark.parametrize("actual", CHARSETS)
@pytest.mark.parametrize("text", [UKRAINIAN, RUSSIAN], ids=["uk", "ru"])
def test_every_charset_under_every_label_is_read_right(text: str, actual: str, declared: str | None) -> None:
    body = encoded(text, actual)
    content_type = f"text/html; charset={declared}" if declared else "text/html"
    read = decode(body, content_type=content_type, known_words=WORDS)
    assert isinstance(read, Decoded)
    assert read.text == body.decode(CODECS.get(actual, actual))


@pytest.mark.parametrize("declared", CHARSETS)
@pytest.mark.parametrize("actual", [charset for charset in CHARSETS if not charset.startswith("utf")])
def test_without_a_known_word_a_one_byte_charset_is_held(actual: str, declared: str) -> None:
    read = decode(encoded(UKRAINIAN, actual), content_type=f"text/html; charset={declared}", known_words=("tanks",))
    assert isinstance(read, Problem)
    assert (read.kind, read.severity) == ("unknown_charset", "error")


def test_what_the_page_declares_counts_where_the_header_says_nothing() -> None:
    body = b'<meta charset="windows-1251">' + UKRAINIAN.encode("cp1251", "xmlcharrefreplace")
    read = decode(body, known_words=WORDS)
    assert isinstance(read, Decoded)
    assert (read.charset, read.problems) == ("cp1251", ())


def test_a_wrong_label_is_noted() -> None:
    read = decode(encoded(UKRAINIAN, "windows-1251"), content_type="text/html; charset=utf-8", known_words=WORDS)
    assert isinstance(read, Decoded)
    assert [problem.kind for problem in read.problems] == ["wrong_charset"]


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_outranks_the_label(charset: str) -> None:
    read = decode(UKRAINIAN.encode(charset), content_type="text/html; charset=koi8-r", known_words=WORDS)
    assert isinstance(read, Decoded)
    assert read.text == UKRAINIAN


def test_ascii_needs_no_label() -> None:
    assert decode(b"<p>Tanks: 20 (+1)</p>") == Decoded("<p>Tanks: 20 (+1)</p>", "ascii")


def test_a_western_page_is_read_as_it_declares() -> None:
    text = "<p>Défense: l’armée a perdu 20 chars, d’après l’état-major général.</p>"
    read = decode(text.encode("cp1252"), content_type="text/html; charset=windows-1252", known_words=WORDS)
    assert isinstance(read, Decoded)
    assert read.text == text


@pytest.mark.parametrize("declared", ["windows-1251", "koi8-r", "ibm866", "iso-8859-5", "x-mac-cyrillic", "utf-16"])
def test_a_western_page_under_a_foreign_label_is_held(declared: str) -> None:
    text = "<p>Für die Ukraine: die Verluste der Armee wären größer, sagt der Militärgeheimdienst.</p>"
    assert isinstance(decode(text.encode("cp1252"), content_type=f"text/html; charset={declared}"), Problem)


def test_an_english_page_of_a_cyrillic_outlet_is_read_as_it_declares() -> None:
    text = "<p>The enemy lost – “as of today” – 20 tanks, the army’s report says…</p>"
    read = decode(text.encode("cp1251"), content_type="text/html; charset=windows-1251")
    assert isinstance(read, Decoded)
    assert read.text == text


def test_a_page_without_a_label_of_the_list_is_known_by_common_words() -> None:
    text = "<p>За словами речника, після наступу його було зупинено через брак пального.</p>"
    read = decode(text.encode("cp1251"), content_type="text/html; charset=x-mac-cyrillic")
    assert isinstance(read, Decoded)
    assert read.text == text


def test_a_western_page_that_declares_nothing_is_held() -> None:
    assert isinstance(decode("<p>Défense: 20 chars</p>".encode("cp1252"), known_words=WORDS), Problem)


def test_a_stray_byte_does_not_condemn_a_long_page() -> None:
    body = (UKRAINIAN * 20).encode() + b"\xff"
    read = decode(body, content_type="text/html; charset=utf-8", known_words=WORDS)
    assert isinstance(read, Decoded)
    assert read.text == UKRAINIAN * 20 + "\ufffd"


@pytest.mark.parametrize("body", [bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + bytes(range(200, 256)) * 50])
def test_bytes_that_are_no_text_are_held(body: bytes) -> None:
    assert isinstance(decode(body, content_type="text/html; charset=utf-8", known_words=WORDS), Problem)


@pytest.mark.parametrize("label", ["idna", "unicode_escape", "zlib", "hex", "no-such-charset", "", "utf-7"])
def test_a_label_that_is_no_charset_is_passed_over(label: str) -> None:
    read = decode(encoded(UKRAINIAN, "windows-1251"), content_type=f"text/html; charset={label}", known_words=WORDS)
    assert isinstance(read, Decoded)
    assert read.charset == "cp1251"
