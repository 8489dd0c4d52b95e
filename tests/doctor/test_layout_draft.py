"""A redesign made up: drafted by ``doctor``, finished as a person would, and put under test.

The way is that of CONTRIBUTING, from ``doctor --save`` to the layout that reads the saved pages.
"""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper.doctor.saved_pages import told_page
from presidency_scraper.extract.page import extract_page
from presidency_scraper.items import Page
from presidency_scraper.sites.base import Edition, Source
from presidency_scraper.sites.president_bg import SITE
from presidency_scraper.sites.president_bg.strict import StrictLayout
from tests.conftest import Ran, presidency
from tests.doctor.test_doctor import EDITIONS, found, rewritten, serving

#: What the redesign calls the parts that www calls otherwise.
RENAMED = {
    'class="print-content"': 'class="story"',
    "<h2>": '<p class="tools">Печат</p><h1 class="story-title">',
    "</h2>": "</h1>",
    'class="date"': 'class="when"',
    "index-news-bdy": "story-body",
    "inside-article-box": "card",
    "dblock": "card-link",
    'class="teaser"': 'class="related"',
}
NAMED = {
    "article": ".story",
    "headline": ".story-title",
    "date": ".when",
    "text": ".story-body",
    "teasers": ".related a",
    "entries": ".card-link",
}


def redesigned(html: str) -> str:
    for old, new in RENAMED.items():
        html = html.replace(old, new)
    return html


def drafted(folder: Path) -> tuple[Ran, dict[str, Any]]:
    """Visit the redesigned www, and keep its pages in *folder*."""
    with serving("www", www=("^/", rewritten(redesigned))) as served:
        ran = presidency("doctor", "--json", *served["options"], "--save", folder, "--draft-layout")
    return ran, json.loads(ran.out)


@pytest.fixture(scope="module")
def redesign(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("redesign") / "report"
    return folder, *drafted(folder)


Redesign = tuple[Path, Ran, dict[str, Any]]


def fields(draft: dict[str, Any]) -> dict[str, str]:
    """The selectors of the fields that are named on every page that has them."""
    return {
        field["name"]: field["selector"]
        for field in draft["fields"]
        if field["pages"] and field["fitting"] == field["pages"]
    }


def test_the_doctor_says_that_no_page_fits_the_old_layout(redesign: Redesign) -> None:
    _, ran, report = redesign
    assert ran.code == 0, ran.err  # the landmarks read them all
    finding = found(report, "strict layouts", "www-2019")
    assert (finding["state"], finding["said"]) == ("note", "0 of 8 pages fit")


def test_and_that_all_fit_it_where_nothing_has_changed() -> None:
    with serving("www") as served:
        ran = presidency("doctor", "--json", *served["options"])
    finding = found(json.loads(ran.out), "strict layouts", "www-2019")
    assert (finding["state"], finding["said"]) == ("ok", "8 of 8 pages fit")


def test_a_draft_names_each_field_and_shows_what_nothing_names(redesign: Redesign) -> None:
    (draft,) = redesign[2]["layout_drafts"]
    assert (draft["edition"], draft["articles"], draft["listings"]) == ("www", 4, 4)
    assert fields(draft) == NAMED | {"pictures": "img"}
    assert draft["unnamed"] == [["Печат", 4]]


def printed(folder: Path) -> StrictLayout:
    """The layout that is drafted from the saved pages, as Python prints and reads it."""
    ran = presidency("doctor", "--draft-layout", "--saved", folder)
    assert ran.code == 0, ran.err
    source = ran.out[ran.out.index("StrictLayout(") :]
    layout = eval(source, {"StrictLayout": StrictLayout})
    assert isinstance(layout, StrictLayout)
    return layout


def www_with(layout: StrictLayout) -> Edition:
    """The edition as its file reads when the new layout stands first; the old ones stay."""
    www = SITE.editions["www"]
    return replace(www, layouts=(layout.layout, *www.layouts))


def read_saved(folder: Path, edition: Edition) -> Page:
    about = json.loads((folder / "page.json").read_text(encoding="utf-8"))
    return extract_page(
        (folder / "page.html").read_bytes(),
        url=about["url"],
        content_type=about["content_type"],
        seen_at=datetime.fromisoformat(about["seen_at"]),
        source=Source(replace(SITE, editions={**SITE.editions, "www": edition}), "www"),
    )


def test_the_finished_draft_reads_every_saved_page_as_it_is_expected(redesign: Redesign) -> None:
    finished = replace(printed(redesign[0]), name="www-redesigned", furniture=".tools")
    pages = sorted((redesign[0] / "pages").iterdir())
    assert len(pages) == 8
    for folder in pages:
        page = read_saved(folder, www_with(finished))
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        assert told_page(page) == expected, folder.name
        assert page.layout == "www-redesigned", folder.name


def test_pages_of_before_are_read_by_the_layout_of_before(
    redesign: Redesign, tmp_path: Path
) -> None:
    with serving("www") as served:
        presidency("doctor", *served["options"], "--save", tmp_path / "before")
    for folder in (tmp_path / "before" / "pages").iterdir():
        page = read_saved(folder, www_with(printed(redesign[0])))
        assert page.layout == "www-2019", folder.name


def test_two_designs_have_no_draft_that_fits_both(redesign: Redesign, tmp_path: Path) -> None:
    """The share of a selector says so: a person looks which pages are of which."""
    with serving("www") as served:
        presidency("doctor", *served["options"], "--save", redesign[0] / "pages" / "before")
    try:
        ran = presidency("doctor", "--json", "--draft-layout", "--saved", redesign[0])
    finally:
        (redesign[0] / "pages" / "before").rename(tmp_path / "before")
    (draft,) = json.loads(ran.out)["layout_drafts"]
    shares = {field["name"]: field["fitting"] / field["pages"] for field in draft["fields"]}
    assert draft["articles"] == 8
    assert shares["text"] == shares["entries"] == 0.5


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_can_be_drafted(edition: str) -> None:
    """But for what no element holds alone: text and mobile are flat in the replica."""
    with serving(edition) as served:
        ran = presidency("doctor", "--json", *served["options"], "--draft-layout")
    (draft,) = json.loads(ran.out)["layout_drafts"]
    assert draft["edition"] == edition
    flat = {"text": {"article", "date", "text"}, "mobile": {"text"}}.get(edition, set())
    assert fields(draft).keys() >= NAMED.keys() - flat


def test_what_cannot_be_drafted_is_said(tmp_path: Path) -> None:
    ran = presidency("doctor", "--draft-layout", "--saved", tmp_path)
    assert (ran.code, "holds no page.json" in ran.err) == (2, True)
    ran = presidency("doctor", "--saved", tmp_path)
    assert (ran.code, "goes with --draft-layout" in ran.err) == (2, True)
    page = tmp_path / "page"
    page.mkdir()
    (page / "page.json").write_text("[]", encoding="utf-8")
    ran = presidency("doctor", "--draft-layout", "--saved", tmp_path)
    assert (ran.code, "holds no page as --save keeps it" in ran.err) == (2, True)
    about = {"url": "https://text.president.bg/bg/news1/x.html", "content_type": "text/html"}
    about["seen_at"] = "2026-11-28T12:00:00+00:00"
    (page / "page.json").write_text(json.dumps(about), encoding="utf-8")
    (page / "page.html").write_text("<p>Добре дошли</p>", encoding="utf-8")
    ran = presidency("doctor", "--draft-layout", "--saved", tmp_path)
    assert (ran.code, "nothing to draft" in ran.err) == (2, True)
