"""The database's schema, as sqlite-utils migrations. Times are ISO 8601 in UTC, dates ISO 8601; tables are STRICT."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from pipelines.vocabulary import categories

migrations = Migrations("losswatch")

TABLES = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    exit_code INTEGER,
    counts TEXT NOT NULL DEFAULT '{}',
    note TEXT
) STRICT;

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    revision INTEGER NOT NULL,
    canonical TEXT NOT NULL,
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    language TEXT,
    published_at TEXT,
    fetched_at TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    evidence_file TEXT,
    evidence_offset INTEGER,
    run_id INTEGER REFERENCES runs,
    UNIQUE (url, revision)
) STRICT;

CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles,
    report_date TEXT NOT NULL,
    category TEXT NOT NULL,
    total INTEGER CHECK (total BETWEEN 0 AND 999999999),
    delta INTEGER CHECK (delta BETWEEN -999999999 AND 999999999),
    approximate INTEGER NOT NULL CHECK (approximate IN (0, 1)),
    quote TEXT NOT NULL,
    quote_start INTEGER NOT NULL,
    quote_end INTEGER NOT NULL,
    delta_quote TEXT,
    delta_start INTEGER,
    delta_end INTEGER,
    correction INTEGER CHECK (correction BETWEEN -999999999 AND 999999999),
    UNIQUE (article_id, report_date, category),
    CHECK (total IS NOT NULL OR delta IS NOT NULL OR correction IS NOT NULL)
) STRICT;

CREATE INDEX statements_by_cell ON statements (report_date, category);

CREATE TABLE sources (
    name TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    publisher TEXT NOT NULL,
    kind TEXT NOT NULL,
    homepage TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE losses (
    report_date TEXT NOT NULL,
    category TEXT NOT NULL,
    total INTEGER,
    delta INTEGER,
    delta_basis TEXT CHECK (delta_basis IN ('printed', 'derived', 'unverified')),
    approximate INTEGER NOT NULL CHECK (approximate IN (0, 1)),
    status TEXT NOT NULL CHECK (status IN ('confirmed', 'single', 'disputed', 'corrected', 'held')),
    rule TEXT NOT NULL,
    witnesses INTEGER NOT NULL,
    statement_id INTEGER NOT NULL REFERENCES statements,
    checksum INTEGER CHECK (checksum IN (0, 1)),
    corrected INTEGER NOT NULL CHECK (corrected IN (0, 1)),
    revision INTEGER NOT NULL,
    CHECK ((delta IS NULL) = (delta_basis IS NULL)),
    PRIMARY KEY (report_date, category)
) STRICT, WITHOUT ROWID;

CREATE INDEX losses_by_category ON losses (category, report_date);

CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    report_date TEXT NOT NULL,
    category TEXT NOT NULL,
    before_total INTEGER,
    after_total INTEGER,
    before_delta INTEGER,
    after_delta INTEGER,
    before_status TEXT NOT NULL,
    after_status TEXT NOT NULL,
    why TEXT NOT NULL,
    article_id INTEGER REFERENCES articles,
    corrected_at TEXT NOT NULL
) STRICT;

CREATE TABLE claims (
    id INTEGER PRIMARY KEY,
    agency TEXT NOT NULL,
    topic TEXT NOT NULL,
    subject TEXT NOT NULL,
    value REAL,
    value_high REAL,
    unit TEXT NOT NULL,
    qualifier TEXT NOT NULL,
    period TEXT,
    place TEXT,
    record INTEGER NOT NULL CHECK (record IN (0, 1)),
    first_published_at TEXT
) STRICT;

CREATE INDEX claims_by_assertion ON claims (agency, topic, unit);

CREATE TABLE claim_sightings (
    id INTEGER PRIMARY KEY,
    claim_id INTEGER NOT NULL REFERENCES claims,
    article_id INTEGER NOT NULL REFERENCES articles,
    relays TEXT,
    quote TEXT NOT NULL,
    quote_start INTEGER NOT NULL,
    quote_end INTEGER NOT NULL,
    UNIQUE (claim_id, article_id)
) STRICT;

CREATE TABLE claim_disputes (
    claim_id INTEGER NOT NULL REFERENCES claims,
    other_id INTEGER NOT NULL REFERENCES claims,
    PRIMARY KEY (claim_id, other_id),
    CHECK (claim_id < other_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    category TEXT NOT NULL,
    report_date TEXT NOT NULL,
    value REAL NOT NULL,
    previous_value REAL,
    previous_date TEXT,
    since TEXT,
    created_at TEXT NOT NULL,
    withdrawn_at TEXT,
    UNIQUE (category, kind, report_date)
) STRICT;

CREATE TABLE unsettled (
    category TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('low', 'normal', 'high')),
    report_date TEXT,
    facts TEXT NOT NULL,
    happened_at TEXT NOT NULL
) STRICT;

CREATE INDEX events_by_subject ON events (subject, kind);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL REFERENCES events (key),
    target TEXT NOT NULL,
    created_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at TEXT NOT NULL,
    batch TEXT,
    delivered_at TEXT,
    cancelled_at TEXT,
    last_error TEXT,
    UNIQUE (key, target)
) STRICT;

CREATE INDEX outbox_owed ON outbox (target, id) WHERE delivered_at IS NULL AND cancelled_at IS NULL;

CREATE TABLE problems (
    id INTEGER PRIMARY KEY,
    run_id INTEGER REFERENCES runs,
    article_id INTEGER REFERENCES articles,
    source TEXT NOT NULL,
    url TEXT,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('note', 'warning', 'error')),
    detail TEXT NOT NULL,
    quote TEXT NOT NULL DEFAULT '',
    found_at TEXT NOT NULL
) STRICT;

CREATE TABLE fetches (
    run_id INTEGER NOT NULL REFERENCES runs,
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('robots', 'listing', 'article', 'dataset')),
    outcome TEXT NOT NULL,
    http_status INTEGER,
    bytes INTEGER NOT NULL DEFAULT 0,
    ended_at TEXT NOT NULL,
    evidence_file TEXT,
    evidence_offset INTEGER,
    note TEXT,
    PRIMARY KEY (run_id, url, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE pages (
    url TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    listed_at TEXT,
    body_hash TEXT,
    read_since TEXT,
    read_until TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    retry_after TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE robots (
    origin TEXT PRIMARY KEY,
    status INTEGER,
    body BLOB,
    fetched_at TEXT,
    asked_at TEXT NOT NULL,
    decision TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

LATEST = """
SELECT * FROM losses WHERE report_date = (SELECT max(report_date) FROM losses WHERE status NOT IN ('held', 'disputed'))
"""

DISPUTED = """
SELECT losses.*, articles.source, articles.url, statements.quote
FROM losses
JOIN statements ON statements.id = losses.statement_id
JOIN articles ON articles.id = statements.article_id
WHERE losses.status IN ('held', 'disputed')
"""

GAPS = """
WITH RECURSIVE days (report_date) AS (
    SELECT min(report_date) FROM losses HAVING count(*) > 0
    UNION ALL
    SELECT date(report_date, '+1 day') FROM days WHERE report_date < (SELECT max(report_date) FROM losses)
)
SELECT report_date FROM days WHERE report_date NOT IN (SELECT report_date FROM losses)
"""


@migrations()
def first_release(db: Database) -> None:
    for statement in filter(str.strip, TABLES.split(";\n")):
        db.execute(statement)


def create_views(db: Database) -> None:
    """Create the views, or renew those that changed: their columns follow categories.toml."""
    views = {"losses_wide": _losses_wide(), "latest": LATEST, "disputed": DISPUTED, "gaps": GAPS}
    for name, sql in views.items():
        db.create_view(name, sql.strip(), replace=True)


def _losses_wide() -> str:
    """A row per day, a column per category with its total where one stands."""
    columns = ",\n".join(f"    max(total) FILTER (WHERE category = '{key}') AS {key}" for key in categories())
    return (
        f"SELECT report_date,\n{columns}\nFROM losses WHERE status NOT IN ('held', 'disputed')\n"
        "GROUP BY report_date ORDER BY report_date"
    )
