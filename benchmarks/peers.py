"""Measures libraries that read articles from any page: their speed, and what they get exactly.

    python -m benchmarks.peers [--every N] [--rounds N] [--json FILE]

The pages are the replica's articles in its three faces and those of ``tests/markups.jsonl.xz``.
Each library gets the page's text and its URL, and is asked for headline, date and body in the way
its own guide shows. A body is right if its words are those of the page's paragraphs in order, a
date if the day is right; where a library gives no date, none is counted. Where a library raises on
a page it read nothing; where it does so on most pages, it is not used as it wants to be, and the
benchmark fails.
"""

import logging
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from benchmarks.markups import SEEN_AT, read_markups
from benchmarks.measuring import arguments, cpu_seconds, finish, forget_pages, in_turn, ratio
from presidency_scraper import read_page
from presidency_scraper.demo.replica import EDITIONS, demo_site
from presidency_scraper.errors import PageError
from presidency_scraper.items import Article
from presidency_scraper.sites.president_bg import SITE

QUESTION = "reading articles, beside trafilatura, newspaper4k and readability-lxml"
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
    site, rules = demo_site(), SITE
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
    for case in read_markups("article")[::every]:
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
    known = {"content_type": "text/html; charset=utf-8", "seen_at": SEEN_AT}
    try:
        page = read_page(case.body, url=case.url, edition=case.edition, **known)  # type: ignore[arg-type]
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


_OURS = "presidency"
CONTENDERS: dict[str, Callable[[Case], Said]] = {
    _OURS: ask_ours,
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


class Contender:
    """One of CONTENDERS, what it last said of each page, and on how many it raised."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.said: list[Said] = []
        self.raised: list[Exception] = []

    def read(self, cases: Sequence[Case]) -> float:
        """Read all pages anew; return the CPU seconds."""
        forget_pages()
        self.said.clear()
        self.raised.clear()
        seconds = cpu_seconds(lambda: self.said.extend(map(self._ask, cases)))
        if 2 * len(self.raised) > len(cases):
            sys.exit(f"{self.name} raises on most pages: {self.raised[0]!r}")
        return seconds

    def _ask(self, case: Case) -> Said:
        try:
            return CONTENDERS[self.name](case)
        except ImportError:
            raise  # one that is not installed is no peer: `make bench` installs them
        except Exception as error:  # whatever else a peer raises, it read nothing
            self.raised.append(error)
            return None, None, None


def compare(cases: Sequence[Case], rounds: int) -> tuple[list[Contender], dict[str, list[float]]]:
    """What the contenders last said of *cases*, and the CPU seconds of each in each round."""
    contenders = [Contender(name) for name in CONTENDERS]
    for one in contenders:
        one.read(cases[:1])  # loads what it needs
    return contenders, in_turn({one.name: partial(one.read, cases) for one in contenders}, rounds)


def scores(cases: Sequence[Case], said: Sequence[Said]) -> list[float]:
    """The parts of *cases* whose headline, day and body are exact, and the overlap of the words."""
    exact = list(map(score, cases, said))
    shares = [sum(column) / len(cases) for column in zip(*exact, strict=True)]
    return [*shares, sum(map(overlap, cases, said)) / len(cases)]


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table."""
    options = arguments(QUESTION, argv, every=10, rounds=3)
    logging.disable(logging.CRITICAL)
    kinds: dict[str, list[Case]] = {}
    for case in [*replica_cases(), *markup_cases(options.every)]:
        kinds.setdefault(case.kind, []).append(case)
    ratios: dict[str, float] = {}
    columns = ("number", "ms", "headline", "date", "body", "words")
    print(f"{'pages':10} {'':12}{''.join(f'{name:>10}' for name in columns)}")
    whole = {name: [0.0] * options.rounds for name in CONTENDERS}
    for kind, cases in kinds.items():
        contenders, times = compare(cases, options.rounds)
        for one in contenders:
            found = scores(cases, one.said)
            numbers = f"{len(cases):10}{1000 * median(times[one.name]) / len(cases):10.2f}"
            cells = "".join(f"{share:10.0%}" for share in found)
            print(f"{kind:10} {one.name:12}{numbers}{cells}", flush=True)
            whole[one.name] = [
                sum(both) for both in zip(whole[one.name], times[one.name], strict=True)
            ]
            if one.name == _OURS:
                for field, share in zip(("headline", "date", "body"), found, strict=False):
                    ratios[f"peers: {kind}, {field} exact"] = share
    for name in [name for name in whole if name != _OURS]:
        ratios[f"peers: time beside {name}"] = ratio(whole, _OURS, name)
    finish(QUESTION, ratios, options)


if __name__ == "__main__":
    main()
