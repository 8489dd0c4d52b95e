"""Makes databases of articles for the measurements, through the store that a crawl uses."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from presidency_scraper.dates import parse_timestamp
from presidency_scraper.items import Article, ArticleRef, Outcome
from presidency_scraper.replica import demo_site
from presidency_scraper.store import Capture, Store, open_store

_START = datetime(2012, 1, 23, 9, tzinfo=UTC)
_BATCH = 500


def make_article(number: int, language: str, headline: str, paragraphs: Iterable[str]) -> Article:
    """An article of the news; the higher its number, the later its date."""
    moment = _START + timedelta(minutes=75 * number)
    published = parse_timestamp(f"{moment:%Y-%m-%d} 12:00:00")
    ref = ArticleRef(language, "news", number)
    return Article(ref, headline, published, tuple(paragraphs), (), (), "benchmark", None)


def mixed_articles(count: int, seed: int = 7) -> Iterator[Article]:
    """Articles of real headlines and paragraphs, mixed anew: three of four are Bulgarian.

    The newest comes first, as a crawl brings them. Each has four paragraphs of the replica and one
    of its headlines, drawn by lot.
    """
    dice = random.Random(seed)
    items = {language: demo_site().items(language) for language in ("bg", "en")}
    texts = {
        name: [text for item in some for text in item.paragraphs] for name, some in items.items()
    }
    for number in range(count, 0, -1):
        language = "bg" if dice.random() < 0.75 else "en"
        headline = dice.choice(items[language]).headline
        yield make_article(number, language, headline, dice.choices(texts[language], k=4))


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
