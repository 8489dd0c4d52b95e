"""Makes large data sets from the replica's texts, the same ones each time."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from presidency_scraper.demo.replica import Item, demo_site
from presidency_scraper.items import Article, ArticleRef, Capture, Entry, Moment, Outcome
from presidency_scraper.sites.dates import parse_timestamp
from presidency_scraper.store.database import open_store
from presidency_scraper.store.writer import Store

#: How many articles an article's page announces, as on the site.
TEASERS = 5
_SITE = "https://example.org"
_FIRST_DAY = datetime(2012, 1, 23, 9, tzinfo=UTC)
_SEEN = datetime(2026, 11, 1, tzinfo=UTC)
_BATCH = 500  # as in a rebuild


def make_articles(count: int, seed: int = 7) -> Iterator[Article]:
    """*count* articles of real headlines and paragraphs mixed anew, the newest first.

    Every fourth is in English. Each has four paragraphs, and announces the newest five of its
    language, as the site does.
    """
    dice = random.Random(seed)
    items = {language: demo_site().items(language) for language in ("bg", "en")}
    texts = {
        name: [text for item in some for text in item.paragraphs] for name, some in items.items()
    }
    newest = {language: tuple(_newest(language, count, items[language])) for language in items}
    for number in range(count, 0, -1):
        language = language_of(number)
        yield Article(
            ArticleRef(language, "news", number),
            dice.choice(items[language]).headline,
            _published(number),
            tuple(dice.choices(texts[language], k=4)),
            (),
            newest[language],
            "benchmark",
            slug_agrees=True,
        )


def _published(number: int) -> Moment:
    day = _FIRST_DAY + timedelta(days=number // 20)
    return parse_timestamp(f"{day:%Y-%m-%d} {8 + number % 12:02}:00:00")


def language_of(number: int) -> str:
    """The language of the article with this number."""
    return "bg" if number % 4 else "en"


def _newest(language: str, count: int, items: list[Item]) -> Iterator[Entry]:
    numbers = (number for number in range(count, 0, -1) if language_of(number) == language)
    for place, number in enumerate(islice(numbers, TEASERS)):
        yield _entry(place, ArticleRef(language, "news", number), items[place])


def _entry(place: int, ref: ArticleRef, item: Item) -> Entry:
    published = _published(ref.number)
    return Entry(place + 1, item.headline, item.lead, published, published.raw, _url(ref), ref)


def _url(ref: ArticleRef) -> str:
    return f"{_SITE}/{ref.language}/{ref.section}{ref.number}"


def save_articles(store: Store, articles: Iterator[Article]) -> None:
    """Write *articles* into *store* as a rebuild does, some hundred in a transaction."""
    run, capture_id = store.begin_run("benchmark", _SEEN), 0
    while batch := list(islice(articles, _BATCH)):
        with store.transaction():
            for article in batch:
                capture_id += 1
                url = _url(article.ref)
                known = (Outcome.ARTICLE, 200, "text/html", "0" * 64, 30_000, "a.warc.gz")
                capture = Capture(
                    capture_id, url, _SEEN, *known, capture_id * 8000, article_id=article.ref.id
                )
                with store.transaction():
                    store.add_capture(run, capture)
                    store.save_article(article, url, "text", capture)


def make_database(path: Path, count: int) -> None:
    """Write a database of *count* articles at *path*."""
    store = open_store(path)
    save_articles(store, make_articles(count))
    store.checkpoint()
    store.close()


def articles_database(folder: Path, count: int) -> Path:
    """Return a database of *count* articles in *folder*; it is made if it is not there."""
    path = folder / f"articles-{count}.db"
    if not path.exists():
        make_database(path, count)
    return path
