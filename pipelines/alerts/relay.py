"""The outbox -> the targets: after commit, in order for each target, one target never waiting for another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from pipelines.alerts.config import AlertConfig, Target
from pipelines.alerts.delivery import LIMIT, Parcel, deliver
from pipelines.alerts.messages import compose, webhook_payload
from pipelines.events import as_document, trial_event
from pipelines.store import opened_store, outbox, transaction
from pipelines.store.outbox import Batch

MOST_TARGETS_AT_ONCE = 8

Clock = Callable[[], datetime]
Carrier = Callable[[Parcel], str | None]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One message that was tried: `error` is None where the target has it."""

    target: str
    batch_key: str
    event_keys: tuple[str, ...]
    error: str | None


def send_owed(database: Path, config: AlertConfig, *, clock: Clock, limit: float = LIMIT) -> list[Attempt]:
    """Send all that is due, each message lasting at most `limit` seconds.

    A target's first failure ends its turn; what it is owed waits for its next try. A target that is no longer
    configured keeps what it is owed. Raises StoreError where the database cannot be used.
    """
    with opened_store(database) as db:
        targets = [config.targets[name] for name in outbox.waiting_targets(db) if name in config.targets]
    if not targets:
        return []

    def turn(target: Target) -> list[Attempt]:
        with opened_store(database) as db:
            return list(_serve(db, target, config, clock, lambda parcel: deliver(parcel, limit=limit)))

    with ThreadPoolExecutor(min(len(targets), MOST_TARGETS_AT_ONCE), "alerts") as pool:
        return [attempt for attempts in pool.map(turn, targets) for attempt in attempts]


def _serve(db: Database, target: Target, config: AlertConfig, clock: Clock, carry: Carrier) -> Iterator[Attempt]:
    """One target's turn: take, send, write down what became of it, until nothing is due or something fails."""
    while True:
        with transaction(db):
            batch = outbox.take(db, target.name, clock())
        if batch is None:
            return
        error = carry(parcel_of(batch, target, config))
        with transaction(db):
            if error is None:
                outbox.delivered(db, batch, clock())
            else:
                outbox.failed(db, batch, error)
        yield Attempt(target.name, batch.key, batch.event_keys, error)
        if error is not None:
            return


def parcel_of(batch: Batch, target: Target, config: AlertConfig) -> Parcel:
    """What the delivery process gets: words for a person, or the payload for a machine."""
    message = compose(batch.events, language=target.language, report_url=config.report_url)
    if target.format == "webhook":
        payload = webhook_payload(batch.key, batch.events, message)
        return Parcel("post", target.address, batch.key, message.title, message.text, payload=payload)
    body = message.html if target.format == "html" else message.text
    return Parcel("notify", target.address, batch.key, message.title, body, markup=target.format)


def owed_parcels(db: Database, config: AlertConfig, now: datetime) -> Iterator[tuple[str, Parcel]]:
    """What would be sent now, without sending it or noting an attempt."""
    for name in outbox.waiting_targets(db):
        batch = outbox.due(db, name, now) if name in config.targets else None
        if batch is not None:
            yield name, parcel_of(batch, config.targets[name], config)


def trial_parcel(target: Target, config: AlertConfig, now: datetime) -> Parcel:
    """A message that only shows that a target can be reached; it is no event and is not kept."""
    document = as_document(trial_event(now), now)
    return parcel_of(Batch(document["key"], target.name, (document["key"],), (document,), 1), target, config)


def attempt_lines(attempts: Iterable[Attempt]) -> Iterator[str]:
    """Attempts as lines for a person: what each target got, and what it did not and why."""
    for attempt in attempts:
        number = len(attempt.event_keys)
        what = f"{number} event{'s' if number > 1 else ''}"
        happened = f"did not take {what}, which stay owed: {attempt.error}" if attempt.error else f"was told of {what}"
        yield f"alerts: {attempt.target} {happened}"
