import pytest

from pipelines.assertions.quotations import quotations
from pipelines.assertions.sentences import read_prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said: "Losses grow. They will grow more."', [(0, 1)]),
        ("“Losses grow. They will grow. So it is,” he said.", [(0, 2)]),
        ("«Втрати зростають. Типу „Шахед“ більше». Решта.", [(0, 1)]),
        ('"One sentence." Another. "One more."', []),
        ("„Verluste steigen. Sie steigen weiter“, sagt er.", [(0, 1)]),
        ('"The outlet "Mediazona" counts. So it is," he said.', [(0, 1)]),
        ('"Losses grow.\n"They grow more," he said. "So it is."', [(0, 1)]),
        ('A 5" gun. A 6" gun.', []),
        ('"Never closed. ' + "And on. " * 20, []),
        ("", []),
    ],
)
def test_a_quotation_is_known_by_the_sentences_it_runs_over(text: str, expected: list[tuple[int, int]]) -> None:
    language = "uk" if "В" in text else "en"
    assert quotations(read_prose(text, language)) == expected
