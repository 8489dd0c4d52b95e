"""Regions without a date become one block each; what a page says is the same for it."""

import re
from datetime import UTC, datetime

import pytest

from presidency_scraper.demo.replica import EDITIONS, Edition, demo_site
from presidency_scraper.extract.response import extract
from presidency_scraper.items import Exchange
from presidency_scraper.sites.base import Source
from presidency_scraper.sites.html import parse_blocks
from presidency_scraper.sites.president_bg import SITE

SEEN = datetime(2026, 11, 23, 12, 33, tzinfo=UTC)
MENU = (
    '<nav><ul><li><a href="/bg/news">Новини</a></li><li><a href="/bg/cat8">Екип</a></li></ul></nav>'
)


def folded(html: str) -> list[str]:
    return [block.text for block in parse_blocks(html, folded=True).blocks]


@pytest.mark.parametrize("tag", ["nav", "footer", "aside", "form", "dialog", "menu"])
def test_a_region_without_a_date_is_one_block(tag: str) -> None:
    assert folded(f"<p>a</p><{tag}><p>b</p> <p>c</p></{tag}><p>d</p>") == ["a", "b c", "d"]


def test_a_folded_region_is_still_none_of_the_text() -> None:
    _, menu, _ = parse_blocks(f"<p>a</p>{MENU}<p>d</p>", folded=True).blocks
    assert menu.chrome is menu.node
    assert menu.node.tag == "nav"


@pytest.mark.parametrize(
    "region",
    [
        "<nav><p>b</p><p>16 октомври 2025 | 11:11</p></nav>",
        "<aside><p>b</p><p>2025-09-24 17:17:00</p></aside>",
        "<nav><p>b</p><img src=i><p>c</p></nav>",
        "<form><p>b</p><input><p>c</p></form>",
        "<nav><p>b</p><script>c</script><p>c</p></nav>",
        "<nav style='display:inline'><p>b</p><p>c</p></nav>",
        "<blockquote><footer><p>b</p><p>c</p></footer></blockquote>",
        "<nav><p> </p></nav>",
        "<nav><p>\u200b</p><p>\u00ad</p><p>rnrn</p></nav>",
        "<nav><p>b</p><p hidden>c</p><p>e</p></nav>",
        "<aside>15 октомври 2025 | 18:<i style='display:none'>ч</i>06</aside>",
        "<nav><p>b</p><p>c\x0c\x01</p></nav>",
        "<nav><p>b</p><p>&#12;&#xffff;c</p></nav>",
    ],
)
def test_any_other_region_is_left_as_it_is(region: str) -> None:
    html = f"<p>a</p>{region}<p>d</p>"
    assert folded(html) == [block.text for block in parse_blocks(html).blocks]


def test_a_menu_within_a_region_round_the_page_is_folded_alone() -> None:
    html = f"<form>{MENU}<p>16 октомври 2025 | 11:11</p><p>a</p></form>"
    assert folded(html) == ["НовиниЕкип", "16 октомври 2025 | 11:11", "a"]


def test_regions_nested_in_each_other_are_one_block() -> None:
    """Were each of them looked at, this would take a minute and 10 GB."""
    inside = "<p>b</p>" * 50_000
    assert folded("<p>a</p>" + "<aside>" * 1_500 + inside + "</aside>" * 1_500)[1:] == [
        "b" * 50_000
    ]


def test_of_more_regions_than_a_page_has_the_last_are_left_as_they_are() -> None:
    texts = folded("<nav><p>b</p><p>c</p></nav>" * 1_000)
    assert texts[0] == "bc"
    assert texts[-2:] == ["b", "c"]


@pytest.mark.parametrize(
    "inside", ["<h2>b</h2>", '<p class="x date">b</p>', "<h2 class=date>b</h2>"]
)
def test_a_region_that_holds_what_a_selector_names_is_left_as_it_is(inside: str) -> None:
    selectors = {"headline": "h2", "date": ".date"}
    html = f"<p>a</p><aside>{inside}<p>c</p></aside>{MENU}"
    page = parse_blocks(html, selectors, folded=True)
    assert [block.text for block in page.blocks] == ["a", "b", "c", "НовиниЕкип"]
    whole = parse_blocks(html, selectors)
    for name in selectors:
        assert len(page.selected[name]) == len(whole.selected[name])


def test_tags_nested_too_deep_are_seen_where_they_are_folded() -> None:
    assert parse_blocks("<p>a</p><nav>" + "<i>" * 3000 + "b", folded=True).is_cut


@pytest.mark.parametrize("edition", EDITIONS)
def test_menus_above_and_below_change_nothing_that_is_read(edition: Edition) -> None:
    site, face = demo_site(edition), SITE.editions[edition]
    for item in list(site.items())[::9]:
        ref = SITE.parse_url(f"https://text.president.bg{item.path}").article
        assert ref is not None
        url = face.fetch_url(ref, item.slug, face.origin)
        body = site.answer("GET", url.removeprefix(face.origin)).body.decode()
        menu = f"<aside><h3>ОЩЕ ОТ НОВИНИ</h3>{MENU}</aside>"  # in a language or the other
        above = re.sub("<body[^>]*>", rf"\g<0>{menu}", body)
        both = above.replace("</body>", f"{menu}</body>")
        assert both.count(menu) == 2
        plain, menus = (
            extract(Exchange(url, SEEN, (), 200, (), page.encode()), Source(SITE, edition)).page
            for page in (body, both)
        )
        assert plain is not None
        assert plain == menus
