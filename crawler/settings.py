"""The one place where the parts are put in order, each with its reason."""

from crawler import identity

BOT_NAME = "losswatch"
USER_AGENT = identity.USER_AGENT
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# Ours
DATABASE = "output/losses.db"
EVIDENCE_DIR = ""  # where WARC files go; empty: `evidence` beside the database
LOOKBACK_DAYS = 14  # how far back a crawl without `since` looks in a listing
RECHECK_DAYS = 5  # how long a page is asked again for corrections after it was published
DATASETS = ""  # where `crawl datasets` reads: a folder, an address, or `key=PATH,key=URL`; empty: as published
NEWSROOM = ""  # "127.0.0.1:PORT" dials the local newsroom instead of every outlet

ITEM_PIPELINES = {
    "pipelines.stages.ReadArticle": 100,  # HTML -> title, text, day; a changed layout is loud
    "pipelines.stages.ExtractLosses": 200,  # text -> the General Staff's list
    "pipelines.stages.ExtractClaims": 300,  # text -> what agencies assert; the list's figures are already taken
    "pipelines.stages.CheckReport": 400,  # dates and completeness, before anything is written
    "pipelines.stages.StoreArticle": 500,  # one transaction: article, statements, claims, figures, records, alerts
}

EXTENSIONS = {
    "crawler.extensions.ledger.RunLedger": 100,  # the run's row and every URL's outcome
    "crawler.extensions.reader.Reader": 200,  # pages are read in a process that can be killed
    "crawler.extensions.alerts.AlertSender": 300,  # what an article is news of, and its delivery beside the crawl
    "crawler.extensions.heartbeat.Heartbeat": 310,  # after the sender, whose configuration it asks
    "crawler.extensions.progress.Progress": 900,
    "crawler.extensions.summary.Summary": 950,  # after the ledger has closed its books
}

# No open ports: both would listen by default, and remote control executes code
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Trust and bounds
DOWNLOAD_VERIFY_CERTIFICATES = True
TWISTED_DNS_RESOLVER = "crawler.address_guard.GuardedResolver"  # judges the very address that is dialled
HTTPPROXY_ENABLED = False  # a proxy from the environment would resolve names where the guard cannot see them
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "crawler.download_handler.BoundedDownloadHandler",  # bounds the header block, dials the newsroom
    "https": "crawler.download_handler.BoundedDownloadHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "crawler.middlewares.hosts.HostsMiddleware": 50,  # first: nothing is asked of a host that is not the source's
    "crawler.middlewares.retry_after.RetryAfterMiddleware": 60,  # before robots.txt is asked of a host that begged off
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # allows everything while a host is in trouble
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # takes half a body for all
    "crawler.middlewares.compression.StrictCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.middlewares.redirect.RefererlessRedirectMiddleware": 600,  # Scrapy's, without its warning about Referer
    "crawler.middlewares.evidence.EvidenceMiddleware": 950,  # nearest to the wire: kept before anything reads it
}
DOWNLOAD_MAXSIZE = 8 * 2**20
DOWNLOAD_WARNSIZE = 4 * 2**20
DOWNLOAD_TIMEOUT = 60
REDIRECT_MAX_TIMES = 5
DEPTH_LIMIT = 402  # pagination is the only depth there is: 400 pages of a backfill, and an article
URLLENGTH_LIMIT = 2083
COOKIES_ENABLED = False
REFERER_ENABLED = False
METAREFRESH_ENABLED = False
HTTPCACHE_ENABLED = False  # the pages table and conditional requests decide what is fetched again

# Politeness: one request at a time per host, spaced and jittered
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 64  # one per host; what waits for a silent robots.txt counts too, and must not hold up the others
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 5.0
DOWNLOAD_DELAY_JITTER = 0.5
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the summary and the ledger tell how each address ended

LOG_LEVEL = "WARNING"  # the run's summary is for people; -L INFO shows Scrapy's own log
FEED_EXPORT_ENCODING = "utf-8"
