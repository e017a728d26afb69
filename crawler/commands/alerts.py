"""`scrapy alerts list|send|test`: what there is to tell, what is owed to whom, and whether targets can be reached."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from scrapy.commands import ScrapyCommand

from crawler.alerting import alerts_of, check_addresses
from crawler.exit_codes import ExitCode
from pipelines.alerts.config import AlertConfig, AlertConfigError
from pipelines.alerts.delivery import deliver
from pipelines.alerts.messages import compose
from pipelines.alerts.relay import attempt_lines, owed_parcels, send_owed, trial_parcel
from pipelines.store import StoreError, announcements, open_readonly, outbox

SHOWN = 50


class Command(ScrapyCommand):
    """Lists go to stdout, one line an event; what was done goes to stderr."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "list|send|test [--dry-run]"

    def short_desc(self) -> str:
        return "List the events, send what is owed, or try the targets"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="show what would be sent, and send nothing")
        parser.add_argument("--limit", type=int, default=SHOWN, help=f"how many events to list (default: {SHOWN})")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        actions: dict[str, Callable[[argparse.Namespace], ExitCode]] = {
            "list": self._list,
            "send": self._send,
            "test": self._test,
        }
        if len(args) != 1 or args[0] not in actions:
            self._stop("say what to do: list, send or test", ExitCode.USAGE)
            return
        try:
            self.exitcode = int(actions[args[0]](opts))
        except AlertConfigError as error:
            self._stop(str(error), ExitCode.USAGE)
        except StoreError as error:
            self._stop(str(error), ExitCode.FAILED)

    def _stop(self, message: str, code: ExitCode) -> None:
        sys.stderr.write(f"scrapy alerts: {message}\n")
        self.exitcode = int(code)

    @property
    def _database(self) -> Path:
        assert self.settings is not None
        return Path(self.settings["DATABASE"])

    def _config(self) -> AlertConfig:
        assert self.settings is not None
        config = alerts_of(self.settings, os.environ)
        check_addresses(config)
        return config

    def _list(self, opts: argparse.Namespace) -> ExitCode:
        db = open_readonly(self._database)
        owed: dict[str, list[str]] = {}
        for row in outbox.listed(db, only_owed=False, limit=max(opts.limit, 0) * 10):
            owed.setdefault(row.key, []).append(_state(row))
        for event in announcements.told_events(db, limit=max(opts.limit, 0)):
            title = compose([event], language="en").title
            whither = "; ".join(reversed(owed.get(event["key"], []))) or "nobody is told"
            sys.stdout.write(f"{event['happened_at']}  {event['severity']:<6}  {title}  [{whither}]\n")
        db.conn.close()
        return ExitCode.OK

    def _send(self, opts: argparse.Namespace) -> ExitCode:
        config = self._config()
        if not config.targets:
            raise AlertConfigError("no target is configured: docs/alerts.md tells how")
        open_readonly(self._database).conn.close()
        if opts.dry_run:
            db = open_readonly(self._database)
            for target, parcel in owed_parcels(db, config, datetime.now(UTC)):
                sys.stdout.write(f"to {target}: {parcel.title}\n{parcel.body}\n\n")
            db.conn.close()
            return ExitCode.OK
        attempts = send_owed(self._database, config, clock=lambda: datetime.now(UTC))
        for line in attempt_lines(attempts):
            sys.stderr.write(f"{line}\n")
        return ExitCode.DEGRADED if any(attempt.error for attempt in attempts) else ExitCode.OK

    def _test(self, opts: argparse.Namespace) -> ExitCode:
        config = self._config()
        if not config.targets:
            raise AlertConfigError("no target is configured: docs/alerts.md tells how")
        errors = list(self._tried(config, dry_run=opts.dry_run))
        return ExitCode.FAILED if any(errors) else ExitCode.OK

    def _tried(self, config: AlertConfig, *, dry_run: bool) -> Iterator[str | None]:
        for target in config.targets.values():
            parcel = trial_parcel(target, config, datetime.now(UTC))
            if dry_run:
                sys.stdout.write(f"to {target.name}: {parcel.title}\n{parcel.body}\n")
                continue
            error = deliver(parcel)
            sys.stderr.write(f"{target.name}: {error or 'delivered'}\n")
            yield error


def _state(row: outbox.Owed) -> str:
    """What became of one event at one target."""
    if row.delivered_at:
        return f"{row.target}: delivered {row.delivered_at}"
    if row.cancelled_at:
        return f"{row.target}: dropped, it no longer holds"
    if not row.attempts:
        return f"{row.target}: due {row.next_try_at}"
    return f"{row.target}: tried {row.attempts} times, next {row.next_try_at}: {row.last_error or 'interrupted'}"
