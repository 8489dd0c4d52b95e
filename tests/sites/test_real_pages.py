"""The 60 real pages of ``shared/site/pages.json``, dressed as each edition, read as printed there.

Acceptance 3 of issue 5. ``real_pages.json`` was written from the stored copies of those pages by
hand-made rules, page by page: which line is the headline, which the date, where the text begins and
where it ends. It keeps blanks and junk as printed; nothing in it came from the code under test. A
copy is cut at 2,000 bytes, so the last paragraph of most ends early. The copies hold no HTML: the
markup is the replica's.
"""

import json
from itertools import count
from typing import Any

import pytest

from presidency_scraper import read_page
from presidency_scraper.demo.replica import (
    EDITIONS,
    Edition,
    Item,
    dress_article,
    dress_listing,
    dress_shell,
    read_items,
)
from presidency_scraper.errors import PageError, UrlError
from presidency_scraper.items import Article, ArticleRef, Listing, ListingRef, Page, Shell
from presidency_scraper.sites.president_bg import SITE
from tests.conftest import ROOT
from tests.sites.dress import SEEN, printed

PAGES: list[dict[str, Any]] = json.loads(
    (ROOT / "tests" / "real_pages.json").read_text(encoding="utf-8")
)
#: In CI, and wherever the project is developed, they stand beside the checkout.
COPIES = ROOT.parent / "shared" / "site" / "pages.json"
OF_KIND = {
    kind: [page for page in PAGES if page["kind"] == kind]
    for kind in ("article", "listing", "standing")
}
#: What three copies lost; without it they are no article, and nothing else may be taken for it.
FILLED = {
    ("speeches-and-statements", 3392): {"headline": "Statement at the 71st General Assembly"},
    ("speeches-and-statements", 4185): {"published": "2018-01-24T12:00"},
    ("news", 8396): {"published": "2025-05-13T12:00"},
}
NEWEST = {
    language: sorted(
        (item for item in read_items() if item.language == language),
        key=lambda item: item.published,
    )[-4:]
    for language in ("bg", "en")
}


def clean(text: str) -> str:
    return " ".join(text.split())


def name_of(page: dict[str, Any]) -> str:
    where = page["url"].removeprefix("https://").removeprefix("http://").removesuffix(".html")
    return str(where[:48])


def whole(page: dict[str, Any]) -> dict[str, Any]:
    """The page with what its copy lost."""
    return page | FILLED.get((page["section"], page["number"]), {})


def item_of(page: dict[str, Any]) -> Item:
    """What the editors must have typed, junk included."""
    behind = {None: [], "": ["glued"], " ": ["glued_blank"]}[page.get("behind_date")]
    return Item(
        section=page["section"],
        number=page["number"],
        language=page["language"],
        slug=page["slug"],
        headline=page["headline"] + page.get("behind_headline", ""),
        published=page["published"].replace("T", " ") + ":00",
        lead=page["paragraphs"][0],
        paragraphs=tuple(page["paragraphs"]),
        captions=tuple(page.get("captions", ())),
        quirks=frozenset(behind),
    )


def teasers_of(item: Item) -> list[Item]:
    return [newest for newest in NEWEST[item.language] if newest.id != item.id]


def date_of(item: Item, edition: Edition) -> str:
    """The date as the edition prints it on an article's own page."""
    return printed(item.published, item.language, "www") if edition == "www" else item.published


def read_article(html: str, item: Item, edition: Edition, language: str | None = None) -> Page:
    face = SITE.editions[edition]
    ref = ArticleRef(language or item.language, item.section, item.number)
    return read(html, face.fetch_url(ref, item.slug, face.origin), edition)


def read(html: str, url: str, edition: Edition) -> Page:
    return read_page(
        html.encode(), url=url, content_type="text/html", seen_at=SEEN, edition=edition
    )


def test_every_page_is_of_a_kind_that_is_tested() -> None:
    """None of the 60 is a shell: those below are the English addresses of Bulgarian pages.

    Four are no article and no listing: the standing pages cat4 and cat8, and the items
    cat40/1000 and cat49/810.
    """
    assert {kind: len(pages) for kind, pages in OF_KIND.items()} == {
        "article": 44, "listing": 12, "standing": 4,
    }  # fmt: skip
    assert len({page["url"] for page in PAGES}) == 60


@pytest.mark.skipif(not COPIES.exists(), reason="no ../shared beside this checkout")
def test_all_that_is_expected_is_printed_in_the_copies() -> None:
    copies = {copy["url"]: copy["excerpt"] for copy in json.loads(COPIES.read_text("utf-8"))}
    assert list(copies) == [page["url"] for page in PAGES]
    for page in PAGES:
        copy, at = copies[page["url"]], 0
        for text in [*page.get("captions", ()), *page.get("paragraphs", ())]:
            at = copy.index(text, at) + len(text)
        for entry in page.get("entries", ()):
            for text in filter(None, (entry["headline"], entry["date"], entry["lead"])):
                at = copy.index(text, at) + len(text)
        for field in filter(None, (page.get("headline"), page.get("date"))):
            assert field in copy


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("page", OF_KIND["article"], ids=name_of)
def test_an_article_is_read_as_printed(page: dict[str, Any], edition: Edition) -> None:
    page = whole(page)
    item = item_of(page)
    article = read_article(dress_article(item, edition, teasers_of(item)), item, edition)
    assert isinstance(article, Article)
    assert article.headline == clean(page["headline"])
    assert article.published.iso[:16] == page["published"]
    assert article.published.precision.value == "minute"
    assert article.published.raw == date_of(item, edition)
    assert list(article.paragraphs) == [clean(text) for text in page["paragraphs"]]
    assert len(article.images) == len(page.get("captions", ()))
    if edition != "mobile":
        assert [image.caption for image in article.images] == page.get("captions", [])
    assert [teaser.target.id for teaser in article.teasers] == [t.id for t in teasers_of(item)]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    "page", [page for page in OF_KIND["article"] if whole(page) != page], ids=name_of
)
def test_a_page_that_lost_its_headline_or_date_is_refused(
    page: dict[str, Any], edition: Edition
) -> None:
    """A salutation is no headline, and the day of a speech is not that of its publication."""
    item = item_of(whole(page))
    html = dress_article(item, edition, teasers_of(item))
    lost = item.headline if page["headline"] is None else date_of(item, edition)
    assert lost in html
    with pytest.raises(PageError):
        read_article(html.replace(lost, ""), item, edition)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    "page", [page for page in OF_KIND["article"] if page["language"] == "bg"], ids=name_of
)
def test_the_english_address_of_an_article_that_is_not_translated_is_a_shell(
    page: dict[str, Any], edition: Edition
) -> None:
    item = item_of(whole(page))
    shell = read_article(dress_shell(item, edition, "en", NEWEST["en"]), item, edition, "en")
    assert isinstance(shell, Shell)
    assert shell.ref.id == f"en/{item.section}/{item.number}"
    assert shell.published.iso[:16] == whole(page)["published"]


# Listings: the copies name no address, so the numbers are made up


def listed(page: dict[str, Any]) -> list[Item]:
    numbers: dict[tuple[str, str], int] = {}
    free = count(500, 5)  # the mobile edition of the replica prints headlines of every fifth
    items = []
    for entry in page["entries"]:
        number = numbers.setdefault((entry["date"], entry["lead"] or ""), next(free))
        items.append(
            Item(
                section=page["section"],
                number=number,
                language=page["language"],
                slug=f"slug-{number}",
                headline=entry["headline"] or "",
                published=entry["published"].replace("T", " ") + ":00",
                lead=entry["lead"] or "",
                paragraphs=(),
                quirks=frozenset() if entry["headline"] else frozenset(["bare"]),
            )
        )
    return items


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("page", OF_KIND["listing"], ids=name_of)
def test_a_listing_is_read_as_printed(page: dict[str, Any], edition: Edition) -> None:
    """The hour is known, and of the minutes on www that they are printed."""
    face, items = SITE.editions[edition], listed(page)
    ref = ListingRef(page["language"], page["section"], page["label"], page["page"])
    html = dress_listing(items, edition, *(ref.language, ref.section, ref.label), ref.page, 1500)
    listing = read(html, face.listing_url(ref, face.origin), edition)
    assert isinstance(listing, Listing)
    assert listing.refused == ()
    assert [entry.target.id for entry in listing.entries] == [item.id for item in items]
    for entry, shown in zip(listing.entries, page["entries"], strict=True):
        assert entry.headline == (clean(shown["headline"]) if shown["headline"] else None)
        assert entry.lead == (clean(shown["lead"]) if shown["lead"] else None)
        assert entry.published is not None
        assert entry.published.iso[:16] == shown["published"]
        if edition == "www":
            assert entry.published.precision.value == "minute"
        else:
            assert entry.published.precision.value == "hour"
            assert entry.published_raw == shown["date"]


@pytest.mark.parametrize("page", OF_KIND["standing"], ids=name_of)
def test_a_standing_page_is_no_article(page: dict[str, Any]) -> None:
    """Whatever stands on it: these four print a headline, a date and paragraphs."""
    item = NEWEST["bg"][0]
    with pytest.raises(UrlError):
        read(dress_article(item, "text", []), page["url"], "text")
