"""Measures how long one page takes from its bytes to its record, beside making a tree of it.

    python -m benchmarks.reading [--json FILE] [--rounds N]

The contender is ``parsel.Selector`` made of the same bytes, and nothing more. The pages are the
replica's in its three faces, and those of ``tests/markups.jsonl.xz``; each once as it is (about
7 KB) and twice with a script, a style and a menu around it, up to the 30 KB of a real page. The
menu stands in a ``nav``, which the reader leaves aside without looking into it, and once ("plain
menu") in ``div`` alone, where it has to look at every link: what a page costs hangs on that, and
the site may change from one to the other. Every round reads all pages by one contender and then by
the other; the medians of the rounds are shown. "www strict" are the pages of www that its strict
layout reads: no other layout is asked after it.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from time import process_time

from parsel import Selector
from w3lib.encoding import http_content_type_encoding

from benchmarks.markups import SEEN_AT, read_markups
from benchmarks.measuring import arguments, collect_garbage_rarely, finish, forget_pages
from benchmarks.pages import pad
from presidency_scraper.demo.replica import EDITIONS, Edition, demo_site
from presidency_scraper.extract.response import extract
from presidency_scraper.items import Exchange, Outcome
from presidency_scraper.sites.base import Source
from presidency_scraper.sites.president_bg import SITE

QUESTION = "reading one page, beside parsel.Selector made from the same bytes"
_EVERY = 6  # of so many pages of the markups one is read


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one row of the table."""

    name: str
    source: Source
    answers: list[Exchange]


def replica_pages(edition: Edition) -> Pages:
    """The demo's articles in both languages, as an edition shows them."""
    site, face = demo_site(edition), SITE.editions[edition]
    answers = []
    for item in site.items():
        facts = SITE.parse_url(f"https://text.president.bg{item.path}")
        if facts.article is None:
            continue
        url = face.fetch_url(facts.article, item.slug, face.origin)
        got = site.answer("GET", url.removeprefix(face.origin))
        headers = tuple(got.headers.items())
        answers.append(Exchange(url, SEEN_AT, (), got.status, headers, got.body))
    return Pages(edition, Source(SITE, edition), answers)


def markup_pages() -> Pages:
    """Pages of the text edition in dozens of markups, articles and listings."""
    answers = [
        Exchange(
            case["url"],
            SEEN_AT,
            (),
            200,
            (("Content-Type", case["content_type"] or ""),),
            case["body"].encode("latin-1"),
        )
        for case in read_markups()[::_EVERY]
    ]
    return Pages("markups", Source(SITE, "text"), answers)


def padded(pages: Pages, *, plain: bool = False) -> Pages:
    """The same pages with as much around their text as a real one has."""
    answers = [replace(one, body=pad(one.body, plain=plain)) for one in pages.answers]
    menu = ", plain menu" if plain else ""
    return replace(pages, name=f"{pages.name}, 30 KB{menu}", answers=answers)


def strict_pages(pages: Pages) -> Pages:
    """Those of *pages* that fit a strict layout: none of them is read twice."""
    answers = [one for one in pages.answers if _layout_of(one, pages.source) != "landmarks"]
    return replace(pages, name=f"{pages.name} strict", answers=answers)


def _layout_of(answer: Exchange, source: Source) -> str:
    return getattr(extract(answer, source).page, "layout", "")


def make_selectors(pages: Pages) -> None:
    """What the reading is measured by."""
    for one in pages.answers:
        encoding = http_content_type_encoding(one.header("content-type") or "") or "utf-8"
        Selector(body=one.body, encoding=encoding, type="html")


def read_pages(pages: Pages) -> None:
    """Decode, lay out, read dates, normalise: what crawl and rebuild do with a page."""
    for one in pages.answers:
        extract(one, pages.source)


def _seconds(contender: Callable[[Pages], None], pages: Pages) -> float:
    forget_pages()
    gc.collect()
    begun = process_time()
    contender(pages)
    return (process_time() - begun) / len(pages.answers)


def compare(pages: Pages, rounds: int) -> tuple[float, float, float]:
    """Return the medians of seconds a page, Selector and reading, and the median ratio."""
    make_selectors(pages)
    read_pages(pages)
    times = [(_seconds(make_selectors, pages), _seconds(read_pages, pages)) for _ in range(rounds)]
    trees, readings = (median(column) for column in zip(*times, strict=True))
    return trees, readings, median(reading / tree for tree, reading in times)


def _all_pages() -> Iterator[Pages]:
    faces = {edition: replica_pages(edition) for edition in EDITIONS}
    for pages in [*faces.values(), strict_pages(faces["www"]), markup_pages()]:
        yield pages
        yield padded(pages)
        yield padded(pages, plain=True)


def _unread(pages: Pages) -> int:
    read = (extract(one, pages.source).capture.outcome for one in pages.answers)
    return sum(outcome in (Outcome.UNREADABLE, Outcome.FAILED) for outcome in read)


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table."""
    options = arguments(QUESTION, argv, rounds=7)
    ratios: dict[str, float] = {}
    print(f"{'pages':30} {'number':>6} {'unread':>6} {'Selector':>9} {'reading':>9} {'ratio':>6}")
    collect_garbage_rarely()
    for pages in _all_pages():
        tree, reading, ratios[pages.name] = compare(pages, options.rounds)
        times = f"{tree * 1e3:6.3f} ms {reading * 1e3:6.3f} ms {ratios[pages.name]:6.2f}"
        print(f"{pages.name:30} {len(pages.answers):6} {_unread(pages):6} {times}", flush=True)
    finish(QUESTION, ratios, options)


if __name__ == "__main__":
    main()
