"""Measures how long one page takes from its bytes to its record, beside making a tree of it.

    python -m benchmarks.reading [--json FILE] [--rounds N]

The contender is ``parsel.Selector`` made of the same bytes, and nothing more. The pages are the
replica's in its three faces, and those of ``tests/markups.jsonl.xz``; each once as it is (about
7 KB) and once with a script, a style and a menu around it, up to the 30 KB of a real page. Every
round reads all pages by one contender and then by the other; the medians of the rounds are shown.
"www strict" are the pages of www that its strict layout reads: no other layout is asked after it.
"""

import argparse
import gc
import json
import lzma
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import _lru_cache_wrapper
from pathlib import Path
from statistics import median

from parsel import Selector
from w3lib.encoding import http_content_type_encoding

from benchmarks.pages import pad
from presidency_scraper.cli import RARELY
from presidency_scraper.items import Outcome
from presidency_scraper.reading import Answer, Source, answer_of, read_answer
from presidency_scraper.replica import EDITIONS, Edition, demo_site
from presidency_scraper.sites import SITES

QUESTION = "reading one page, beside parsel.Selector made from the same bytes"
_MARKUPS = Path(__file__).parent.parent / "tests" / "markups.jsonl.xz"
_SEEN_AT = datetime(2026, 11, 23, 12, 33, tzinfo=UTC)
_KNOWS_PAGES = re.compile(r"\.sites\.|\.outlinks\.|\.dates\._read_printed$")
_EVERY = 6  # of so many pages of the markups one is read


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one row of the table."""

    name: str
    source: Source
    answers: list[Answer]


def replica_pages(edition: Edition) -> Pages:
    """The demo's articles in both languages, as an edition shows them."""
    site, rules = demo_site(edition), SITES["president_bg"]
    face = rules.editions[edition]
    answers = []
    for item in site.items():
        facts = rules.parse_url(f"https://text.president.bg{item.path}")
        if facts.article is None:
            continue
        url = face.fetch_url(facts.article, item.slug, face.origin)
        got = site.answer("GET", url.removeprefix(face.origin))
        headers = {name.lower(): value for name, value in got.headers.items()}
        answers.append(answer_of(url, got.status, headers, got.body, _SEEN_AT))
    return Pages(edition, Source(edition), answers)


def markup_pages() -> Pages:
    """Pages of the text edition in dozens of markups, articles and listings."""
    lines = lzma.decompress(_MARKUPS.read_bytes()).decode().split("\n")[::_EVERY]
    cases = map(json.loads, lines)
    answers = [
        answer_of(
            case["url"],
            200,
            {"content-type": case["content_type"] or ""},
            case["body"].encode("latin-1"),
            _SEEN_AT,
        )
        for case in cases
    ]
    return Pages("markups", Source("text"), answers)


def padded(pages: Pages) -> Pages:
    """The same pages with as much around their text as a real one has."""
    answers = [replace(one, body=pad(one.body)) for one in pages.answers]
    return replace(pages, name=f"{pages.name}, 30 KB", answers=answers)


def strict_pages(pages: Pages) -> Pages:
    """Those of *pages* that fit a strict layout: none of them is read twice."""
    answers = [one for one in pages.answers if _layout_of(one, pages.source) != "landmarks"]
    return replace(pages, name=f"{pages.name} strict", answers=answers)


def _layout_of(answer: Answer, source: Source) -> str:
    return getattr(read_answer(answer, source).page, "layout", "")


def make_selectors(pages: Pages) -> None:
    """What the reading is measured by."""
    for one in pages.answers:
        encoding = http_content_type_encoding(one.headers.get("content-type", "")) or "utf-8"
        Selector(body=one.body, encoding=encoding, type="html")


def read_pages(pages: Pages) -> None:
    """Decode, lay out, read dates, normalise: what crawl and rebuild do with a page."""
    for one in pages.answers:
        read_answer(one, pages.source)


def _forget() -> None:
    """Empty the caches of what pages say: what a crawl reads was not read a moment ago."""
    for module, parts in list(sys.modules.items()):
        for name, part in vars(parts).items():
            if isinstance(part, _lru_cache_wrapper) and _KNOWS_PAGES.search(f"{module}.{name}"):
                part.cache_clear()


def _look_for_garbage_rarely() -> None:
    """As the commands do that read pages."""
    gc.set_threshold(*RARELY)
    gc.freeze()


def _seconds(contender: Callable[[Pages], None], pages: Pages) -> float:
    _forget()
    gc.collect()
    begun = time.process_time()
    contender(pages)
    return (time.process_time() - begun) / len(pages.answers)


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


def _unread(pages: Pages) -> int:
    read = (read_answer(one, pages.source).outcome for one in pages.answers)
    return sum(outcome in (Outcome.UNREADABLE, Outcome.FAILED) for outcome in read)


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=QUESTION)
    parser.add_argument("--json", type=Path, help="write the ratios there")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args(argv)
    ratios: dict[str, float] = {}
    print(f"{'pages':16} {'number':>6} {'unread':>6} {'Selector':>9} {'reading':>9} {'ratio':>6}")
    _look_for_garbage_rarely()
    for pages in _all_pages():
        tree, reading, ratio = compare(pages, options.rounds)
        ratios[pages.name] = round(ratio, 3)
        times = f"{tree * 1e3:6.3f} ms {reading * 1e3:6.3f} ms {ratio:6.2f}"
        print(f"{pages.name:16} {len(pages.answers):6} {_unread(pages):6} {times}", flush=True)
    if options.json:
        options.json.write_text(json.dumps({"question": QUESTION, "ratios": ratios}, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
