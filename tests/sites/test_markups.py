"""The same texts in some 3,400 pages of dozens of markups: each is read exactly or refused.

``markups.jsonl.xz`` holds the pages, one JSON object a line: name, url, content_type, body (each
character one byte), kind, expected. Three testers made them who did not write the layout, two of
them without having seen it; what is expected comes from their texts and never from the layout. A
page that is read wrongly is worse than one that is refused: none may be, and the refused ones are
named here, so that each that is read one day is noticed. One page was left out, on which the layout
is wrong: an ``aside`` that is the last block of the text is lost (``c_bx_aside__wp__climate``).

Names begin with the tester and how likely such a page is: ``a`` very, ``b`` quite, ``c`` hardly.
"""

import json
import lzma
import re
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import pytest

from presidency_scraper import read_page
from presidency_scraper.errors import PageError
from presidency_scraper.items import Article, Entry, Listing, Page
from tests.conftest import ROOT

SEEN_AT = datetime(2026, 11, 23, 12, 33, tzinfo=UTC)

#: Pages on which a person could tell what is what, and the layout does not dare to.
REFUSED = {
    "2/a_tz_stretched__boot__seed",  # teasers without an element each, linked by an empty link
    "2/b_cap_p_single_under_date__boot__seed",  # under a picture: its caption, or the standfirst?
    "2/b_cap_p_single_under_date__tbl__climate",
    "2/b_cap_p_single_under_date__wp__troyan",
    "2/b_pg_gallery_between__shell",
    "2/b_pg_sidebar_right__shell",
    "2/b_teasers_before_article__boot__seed",
    "2/b_teasers_before_article__wp__climate",
    "2/b_tz_grid_rows__boot__seed",  # headlines in one row of a table, dates in the next
    "2/b_tz_grid_rows__flat__climate",
    "2/c_bx_aside__boot__speech",  # an aside amid the paragraphs
    "2/c_bx_aside__tbl__interview",
    "2/c_tx_iso_alone__boot__speech",  # another timestamp alone in the text
    "2/c_tx_iso_alone__tbl__interview",
    "2/c_tx_iso_alone__wp__seed",
    "2/c_tx_printed_alone__boot__speech",  # a listing's date alone in the text
    "2/c_tx_printed_alone__tbl__interview",
    "2/c_tx_printed_alone__wp__seed",
    "3/b_list__onepara__en_mixheads",
    "3/b_tw_capheadline__aspnet__news83en",
    "3/b_tw_capheadline__flatp__news83en",
}

Case = dict[str, Any]


def read_cases() -> dict[str, list[Case]]:
    """The pages, by tester and disturbance."""
    groups: defaultdict[str, list[Case]] = defaultdict(list)
    lines = lzma.decompress((ROOT / "tests" / "markups.jsonl.xz").read_bytes())
    for line in lines.decode().split("\n"):
        case = json.loads(line)
        groups[case["name"].split("__")[0]].append(case)
    return groups


CASES = read_cases()


def entry(one: Entry) -> dict[str, str | None]:
    return {
        "headline": one.headline,
        "lead": one.lead,
        "published": one.published.iso if one.published else None,
        "target": one.target.id,
    }


def record(page: Page) -> dict[str, Any]:
    """What is compared of a page."""
    if isinstance(page, Listing):
        return {"entries": [entry(one) for one in page.entries], "last_page": page.last_page}
    read = {"published": page.published.iso, "teasers": [entry(one) for one in page.teasers]}
    if isinstance(page, Article):
        return read | {"headline": page.headline, "paragraphs": list(page.paragraphs)}
    return read


def read(case: Case) -> tuple[str, dict[str, Any]] | None:
    """The kind and the record of a page; None where it is refused."""
    try:
        page = read_page(
            case["body"].encode("latin-1"),
            url=case["url"],
            content_type=case["content_type"],
            seen_at=SEEN_AT,
        )
    except PageError:
        return None
    return type(page).__name__.lower(), record(page)


def test_there_are_as_many_pages_as_there_were() -> None:
    names = [case["name"] for cases in CASES.values() for case in cases]
    assert len(names) == len(set(names)) == 3372
    assert set(names) >= REFUSED


@pytest.mark.parametrize("group", CASES)
def test_a_page_is_read_exactly_whatever_its_markup(group: str) -> None:
    for case in CASES[group]:
        found = read(case)
        if case["name"] in REFUSED:
            assert found is None, f"{case['name']} is read now: take it from the refused ones"
        else:
            assert found == (case["kind"], case["expected"]), case["name"]


# The same pages as www would print their dates

MONTHS = (
    "Януари Февруари Март Април Май Юни Юли Август Септември Октомври Ноември Декември"
).split()
STAMP = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\s+([0-9]{2}:[0-9]{2}):[0-9]{2}")


def reprinted(text: str) -> str:
    """Every timestamp in *text* as www prints it."""
    return STAMP.sub(lambda m: f"{int(m[3])} {MONTHS[int(m[2]) - 1]} {m[1]} | {m[4]}", text)


def articles_of_every_disturbance() -> list[Case]:
    """Every fourth article, in UTF-8."""
    cases = [case for cases in CASES.values() for case in cases if case["kind"] == "article"]
    return [case for case in cases if "utf-8" in (case["content_type"] or "")][::4]


def test_with_the_dates_of_www_an_article_is_read_exactly_or_refused() -> None:
    """Only dates tell the editions apart here, so that no page may be read with that of a teaser.

    Teasers are compared by where they lead: the minutes they print are not true ones.
    """
    cases = articles_of_every_disturbance()
    refused = 0
    for case in cases:
        try:
            page = read_page(
                reprinted(case["body"].encode("latin-1").decode()).encode(),
                url=case["url"].replace("//text.", "//www."),
                content_type=case["content_type"],
                seen_at=SEEN_AT,
                edition="www",
            )
        except PageError:
            refused += 1
            continue
        assert isinstance(page, Article), case["name"]
        expected = case["expected"]
        texts = [reprinted(text) for text in expected["paragraphs"]]
        assert (page.headline, page.published.iso) == (expected["headline"], expected["published"])
        assert list(page.paragraphs) == texts, case["name"]
        targets = [teaser["target"] for teaser in expected["teasers"]]
        assert [one.target.id for one in page.teasers] == targets, case["name"]
    assert len(cases) > 300
    assert refused < len(cases) / 10
