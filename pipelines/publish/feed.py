"""Pure: events -> an Atom feed. A record that was corrected or withdrawn keeps its entry, with a later `updated`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from feedgenerator import Atom1Feed

from pipelines.alerts.messages import clean, compose

ID_PREFIX = "tag:losswatch,2022-02-24:"
HOME = "https://losswatch.invalid/"
LANGUAGE = "en"
EPOCH = datetime(2022, 2, 24, tzinfo=UTC)
"""The feed's `updated` while there is no event: the same input must give the same bytes."""

Document = Mapping[str, Any]


class _Feed(Atom1Feed):  # type: ignore[misc]
    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=EPOCH)


def atom_feed(events: Iterable[Document], *, home_url: str = HOME, feed_url: str | None = None) -> bytes:
    """The feed of events (flat documents of the store, in any order), newest first, as UTF-8.

    Entries link to the page a figure was read from, or to `home_url`.
    """
    known = sorted(events, key=lambda event: (event["happened_at"], event["key"]))
    originals = {event["key"]: event for event in known}
    present: dict[str, list[Document]] = {}
    for event in known:
        amended = str(event.get("amends") or "")
        present.setdefault(amended if amended in originals else str(event["key"]), []).append(event)
    feed = _Feed(
        title="Losswatch: records and alerts",
        link=home_url,
        description="Record figures of the Russia-Ukraine war, corrections, and what the crawl stumbled over",
        language=LANGUAGE,
        feed_url=feed_url,
        feed_guid=f"{ID_PREFIX}feed",
        author_name="Losswatch",
    )
    for key, history in sorted(
        present.items(), key=lambda entry: (entry[1][-1]["happened_at"], entry[0]), reverse=True
    ):
        latest = compose(history[-1:], language=LANGUAGE)
        whole = [compose([event], language=LANGUAGE).html for event in reversed(history)]
        feed.add_item(
            title=latest.title,
            link=_link(history[-1], home_url),
            description="".join(whole),
            unique_id=ID_PREFIX + key,
            pubdate=_moment(history[0]),
            updateddate=_moment(history[-1]),
            categories=[history[-1]["kind"], clean(history[-1]["subject"])],
        )
    written: str = feed.writeString("utf-8")
    return written.encode()


def _link(event: Document, home_url: str) -> str:
    url = str(event.get("url") or "")
    return url if url.startswith(("http://", "https://")) else home_url


def _moment(event: Document) -> datetime:
    return datetime.fromisoformat(event["happened_at"])
