"""Makes databases of articles for the measurements, through the store that a crawl uses."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from presidency_scraper.items import Article, ArticleRef, Capture, Outcome
from presidency_scraper.sites.dates import parse_timestamp
from presidency_scraper.store.database import open_store
from presidency_scraper.store.writer import Store

_START = datetime(2012, 1, 23, 9, tzinfo=UTC)
_BATCH = 500


def make_article(number: int, language: str, headline: str, paragraphs: Iterable[str]) -> Article:
    """An article of the news; the higher its number, the later its date."""
    moment = _START + timedelta(minutes=75 * number)
    published = parse_timestamp(f"{moment:%Y-%m-%d} 12:00:00")
    ref = ArticleRef(language, "news", number)
    return Article(ref, headline, published, tuple(paragraphs), (), (), "benchmark", None)


def fill(path: Path, articles: Iterable[Article]) -> Store:
    """Write *articles* into a new database at *path* as a crawl would; return it open."""
    path.unlink(missing_ok=True)
    store = open_store(path)
    run = store.begin_run("benchmark", _START)
    left = iter(articles)
    while batch := list(islice(left, _BATCH)):
        with store.transaction():
            for article in batch:
                _save(store, run, article)
    store.checkpoint()
    return store


def _save(store: Store, run: int, article: Article) -> None:
    number, url = article.ref.number, f"https://example.org/{article.ref.id}"
    capture = Capture(number, url, _START, Outcome.ARTICLE, 200, article_id=article.ref.id)
    store.add_capture(run, capture)
    store.save_article(article, url, "text", capture)
