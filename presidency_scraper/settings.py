"""Scrapy's settings, each with the reason for its value."""

import os
from pathlib import Path

BOT_NAME = "presidency_scraper"
VERSION = "0.1.0"
SPIDER_MODULES = ["presidency_scraper.spiders"]
NEWSPIDER_MODULE = "presidency_scraper.spiders"

#: Which site is crawled: a dotted path.
PRESIDENCY_SITE = "presidency_scraper.sites.president_bg.SITE"

# -- polite ------------------------------------------------------------------------------------

#: The rules of robots.txt are looked up by this: a contact may have another robot's name in it.
ROBOTSTXT_USER_AGENT = f"{BOT_NAME}/{VERSION}"
ROBOTSTXT_OBEY = True


def user_agent(contact: str | None) -> str:
    """Who we are and, where it is known, to whom to complain: whoever runs this."""
    return f"{ROBOTSTXT_USER_AGENT} (+{contact})" if contact else ROBOTSTXT_USER_AGENT


USER_AGENT = user_agent(os.environ.get("PRESIDENCY_CONTACT"))
#: One request at a time, one a second, slower when the site is slow.
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
#: What Scrapy says of itself, but for the encodings: those that the archive's own decoding undoes
#: without a further library. It would else offer br and zstd where these happen to be installed.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip, deflate",
}
#: Whoever answers in the site's name must prove it: Scrapy would believe any certificate.
DOWNLOAD_VERIFY_CERTIFICATES = True
#: The site needs no cookies in the text edition, and a language kept in one would change pages.
COOKIES_ENABLED = False

# -- bounded -----------------------------------------------------------------------------------

DOWNLOAD_TIMEOUT = 60  # s
TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"  # Scrapy's own knows no IPv6
#: Pages are about 30 KB; what is a thousand times larger is no page.
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024
#: Further tries of a request, whatever it failed by.
RETRY_TIMES = 2
#: What may pass by itself. Not 429: who asks us to stop is asked again only when it says when.
RETRY_HTTP_CODES = [408, 500, 502, 503, 504, 522, 524]
#: The pause before a further try is the delay times this, times this again for the next: after
#: 5 s and 25 s where the delay is 1 s. A site in trouble is not pressed, and where tests ask
#: without a delay nothing waits.
PRESIDENCY_BACKOFF = 5
#: The site may ask for a pause (Retry-After). A longer one than this ends the run: a person or the
#: next cron job comes back. Also the longest pause before a further try.
PRESIDENCY_LONGEST_WAIT = 300  # s

#: A Crawl-delay in robots.txt is heeded up to this: an hour would be a night of eight pages.
PRESIDENCY_LONGEST_DELAY = 30  # s

# -- what runs, and where ------------------------------------------------------------------------

#: Scrapy loads each part that its own tables name, also one that is switched off, and some of them
#: bring along what takes longer than all the rest. So here stand whole tables.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "presidency_scraper.fetch.robots.RobotsMiddleware": 100,  # where Scrapy has its own
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "presidency_scraper.fetch.retry.PatientRetryMiddleware": 550,  # where Scrapy has its own
    # Scrapy's own decoding is left out: it hands on the readable part of a torn body; ours decodes
    # as a rebuild does, or refuses. Redirects are followed by the spider, to the same page only.
    # Next to the downloader: the archive keeps what was received, still encoded.
    "presidency_scraper.middlewares.ArchiveMiddleware": 655,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
}
DOWNLOAD_HANDLERS = {
    # Behind the delay and every middleware: what passes the throttle is sent.
    "http": "presidency_scraper.fetch.download_handler.ThrottledDownloadHandler",
    "https": "presidency_scraper.fetch.download_handler.ThrottledDownloadHandler",
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES = {
    # Not those for depth and the length of URLs: we follow listings and articles only.
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": 50,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": 700,
}
ITEM_PIPELINES = {"presidency_scraper.pipelines.StorePipeline": 300}
EXTENSIONS_BASE: dict[str, int] = {}  # no console that listens on a port is among ours
EXTENSIONS = {
    "presidency_scraper.spiders.extensions.RunExtension": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
    "presidency_scraper.fetch.throttle.Throttle": 5,  # after the run has begun
    # In the place of Scrapy's LogStats; then, when the run is closed and the bar gone, the mail.
    "presidency_scraper.spiders.extensions.ProgressExtension": 10,
    "presidency_scraper.spiders.extensions.NotifyExtension": 20,
}

#: What a page gives is stored in the order of its coming; Scrapy would make a hundred tasks a page.
CONCURRENT_ITEMS = 1
#: Scrapy would look for a mistake in our source each time a page comes.
WARN_ON_GENERATOR_RETURN_VALUE = False

# -- logs ----------------------------------------------------------------------------------------

LOG_LEVEL = "INFO"
STATS_DUMP = False  # our own counts are in the database, one run a row: no CoreStats above
LOG_VERSIONS: list[str] = []
LOG_FORMATTER = "presidency_scraper.fetch.log_formatter.SparingLogFormatter"
LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
LOG_DATEFORMAT = "%Y-%m-%d %H:%M:%S"

# -- ours ----------------------------------------------------------------------------------------

PRESIDENCY_DB = Path("data/presidency.db")
#: None: beside the database, as the command line does.
PRESIDENCY_ARCHIVE: Path | None = None
PRESIDENCY_PROGRESS = True
#: When the process began, on the monotonic clock, for --max-time; 0: when Scrapy was set up.
PRESIDENCY_BEGAN = 0.0  # s
