"""Measures libraries that read articles from any page: their speed, and what they get exactly.

    python -m benchmarks.peers [--every N] [--json FILE]

The pages are the replica's articles in its three faces and those of ``tests/markups.jsonl.xz``.
Each library gets the page's text and its URL, and is asked for headline, date and body in the way
its own guide shows. A body is right if its words are those of the page's paragraphs in order, a
date if the day is right; where a library gives no date, none is counted.
"""

import json
import logging
import lzma
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from benchmarks.measuring import arguments, finish
from presidency_scraper.errors import PageError
from presidency_scraper.extract import extract_page
from presidency_scraper.items import Article
from presidency_scraper.replica import EDITIONS, demo_site
from presidency_scraper.sites import DEFAULT_SITE, SITES

QUESTION = "reading articles, beside trafilatura, newspaper4k and readability-lxml"
_MARKUPS = Path(__file__).parent.parent / "tests" / "markups.jsonl.xz"
_SEEN_AT = datetime(2026, 11, 23, 12, 33, tzinfo=UTC)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Case:
    """A page and what stands on it."""

    kind: str
    edition: str
    url: str
    body: bytes
    headline: str
    day: str
    text: str


#: Headline, day (2025-09-24) and text of a page, None for what was not found.
Said = tuple[str | None, str | None, str | None]


def replica_cases() -> Iterator[Case]:
    """The replica's articles as each edition shows them."""
    site, rules = demo_site(), SITES[DEFAULT_SITE]
    for name in EDITIONS:
        face, edition = site.face(name), rules.editions[name]
        for item in site.items():
            ref = rules.parse_url(f"{rules.editions['text'].origin}{item.path}").article
            if ref is None or not item.paragraphs:
                continue
            url = edition.fetch_url(ref, item.slug, edition.origin)
            got = face.answer("GET", url.removeprefix(edition.origin))
            if got.status == 200:
                text = " ".join(filter(None, (item.standfirst, *item.paragraphs)))
                yield Case(name, name, url, got.body, item.headline, item.published[:10], text)


def markup_cases(every: int) -> Iterator[Case]:
    """Articles in dozens of markups, of each *every* one."""
    lines = lzma.decompress(_MARKUPS.read_bytes()).decode().split("\n")
    cases = [case for case in map(json.loads, lines) if case["kind"] == "article"]
    for case in cases[::every]:
        known = case["expected"]
        yield Case(
            "markups",
            "text",
            case["url"],
            case["body"].encode("latin-1"),
            known["headline"],
            known["published"][:10],
            " ".join(known["paragraphs"]),
        )


# -- the contenders ------------------------------------------------------------------------------


def ask_ours(case: Case) -> Said:
    """Ours, decoding included."""
    known = {"content_type": "text/html; charset=utf-8", "seen_at": _SEEN_AT}
    try:
        page = extract_page(case.body, url=case.url, edition=case.edition, **known)  # type: ignore[arg-type]
    except PageError:
        return None, None, None
    if not isinstance(page, Article):
        return None, None, None
    return page.headline, page.published.iso[:10], " ".join(page.paragraphs)


def ask_trafilatura(case: Case) -> Said:
    """Trafilatura with its metadata."""
    import trafilatura

    html = case.body.decode("utf-8", "replace")
    found = trafilatura.bare_extraction(html, url=case.url, with_metadata=True)
    return (found.title, found.date, found.text) if found else (None, None, None)


def ask_newspaper(case: Case) -> Said:
    """newspaper4k; its summaries and key words are not asked for."""
    import newspaper

    html = case.body.decode("utf-8", "replace")
    article = newspaper.article(case.url, language="bg", input_html=html, fetch_images=False)
    day = article.publish_date
    return article.title, f"{day:%Y-%m-%d}" if day else None, article.text


def ask_readability(case: Case) -> Said:
    """readability-lxml, which knows no dates."""
    from lxml import html
    from readability import Document

    document = Document(case.body.decode("utf-8", "replace"))
    summary = document.summary(html_partial=True)
    text = " ".join(map(str, html.fromstring(summary).itertext())) if summary.strip() else None
    return document.short_title(), None, text


CONTENDERS: dict[str, Callable[[Case], Said]] = {
    "presidency": ask_ours,
    "trafilatura": ask_trafilatura,
    "newspaper4k": ask_newspaper,
    "readability": ask_readability,
}


def words(text: str | None) -> list[str]:
    """What is compared of a text: its words, so that no mark or blank decides."""
    return _WORD.findall((text or "").replace("\xad", "").lower())


def score(case: Case, said: Said) -> tuple[bool, bool, bool]:
    """Tell whether headline, day and body are exact."""
    headline, day, text = said
    return words(headline) == words(case.headline), day == case.day, words(text) == words(case.text)


def overlap(case: Case, said: Said) -> float:
    """How much of the text was found and how little else: F1 of its words, counted."""
    one, other = Counter(words(case.text)), Counter(words(said[2]))
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _asked(ask: Callable[[Case], Said], case: Case) -> Said:
    try:
        return ask(case)
    except ImportError:
        raise  # one that is not installed is no peer: `make bench` installs them
    except Exception:  # whatever else a peer raises, it read nothing
        return None, None, None


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table."""
    options = arguments(QUESTION, argv, every=10)
    logging.disable(logging.CRITICAL)
    kinds: dict[str, list[Case]] = {}
    for case in [*replica_cases(), *markup_cases(options.every)]:
        kinds.setdefault(case.kind, []).append(case)
    ratios: dict[str, float] = {}
    columns = "".join(
        f"{name:>10}" for name in ("number", "ms", "headline", "date", "body", "words")
    )
    print(f"{'pages':10} {'':12}{columns}")
    seconds = dict.fromkeys(CONTENDERS, 0.0)
    for kind, cases in kinds.items():
        for name, ask in CONTENDERS.items():
            _asked(ask, cases[0])  # loads what it needs
            begun = process_time()
            said = [_asked(ask, case) for case in cases]
            taken = process_time() - begun
            seconds[name] += taken
            exact = list(map(score, cases, said))
            shares = [sum(column) / len(cases) for column in zip(*exact, strict=True)]
            close = sum(map(overlap, cases, said)) / len(cases)
            cells = "".join(f"{share:10.0%}" for share in (*shares, close))
            numbers = f"{len(cases):10}{1000 * taken / len(cases):10.2f}"
            print(f"{kind:10} {name:12}{numbers}{cells}", flush=True)
            if name == "presidency":
                for field, share in zip(("headline", "date", "body"), shares, strict=True):
                    ratios[f"peers: {kind}, {field} exact"] = share
    for name in CONTENDERS:
        if name != "presidency":
            ratios[f"peers: time beside {name}"] = seconds["presidency"] / seconds[name]
    finish(QUESTION, ratios, options)


if __name__ == "__main__":
    main()
