"""Menus of links become one block each; what a page says is the same for it."""

import re
from datetime import UTC, datetime

import pytest

from presidency_scraper.demo.replica import EDITIONS, Edition, demo_site
from presidency_scraper.extract.response import extract
from presidency_scraper.items import Exchange
from presidency_scraper.sites.base import Source
from presidency_scraper.sites.html.blocks import Blocks
from presidency_scraper.sites.html.traverse import read_blocks
from presidency_scraper.sites.html.tree import parse_html
from presidency_scraper.sites.president_bg import SITE

SEEN = datetime(2026, 11, 23, 12, 33, tzinfo=UTC)
MENU = (
    '<nav><ul><li><a href="/bg/news">Новини</a></li><li><a href="/bg/cat8">Екип</a></li></ul></nav>'
)


def folded(html: str) -> Blocks:
    return read_blocks(parse_html(html), folded=True)


def texts(page: Blocks) -> list[str]:
    return [block.text for block in page.blocks]


@pytest.mark.parametrize("tag", ["nav", "footer", "aside", "form", "dialog", "menu"])
def test_a_region_of_nothing_but_links_is_one_block(tag: str) -> None:
    page = folded(f"<p>a</p><{tag}><p><a href=b>b</a></p> <a href=c>c</a></{tag}><p>d</p>")
    assert texts(page) == ["a", "b c", "d"]
    _, menu, _ = page.blocks
    assert (menu.chrome, menu.node.tag, menu.linked) == (menu.node, tag, True)
    assert page.hrefs == []


@pytest.mark.parametrize(
    "region",
    [
        "<nav>{}<p>b</p></nav>",
        "<nav>{}<a>b</a></nav>",
        "<nav>{}<p><a href=b>16 октомври 2025 | 11:11</a></p></nav>",
        "<aside>{}<p><a href=b>2025-09-24 17:17:00</a></p></aside>",
        "<nav>{}<img src=i></nav>",
        "<form>{}<input></form>",
        "<nav>{}<script></script></nav>",
        "<nav style='display:inline'>{}</nav>",
        "<blockquote><footer>{}</footer></blockquote>",
        "<nav><p> </p></nav>",
        "<nav><p>\u200b</p><p>\u00ad</p></nav>",
        "<nav>{}<p hidden><a href=b>c</a></p></nav>",
        "<aside><a href=b>15 октомври 2025 | 18:<i style='display:none'>ч</i>06</a></aside>",
    ],
)
def test_any_other_region_is_left_as_it_is(region: str) -> None:
    links = "<ul><li><a href=/a>x</a></li><li><a href=/c>y</a></li></ul>"
    html = f"<p>a</p>{region.format(links)}<p>d</p>"
    assert texts(folded(html)) == texts(read_blocks(parse_html(html)))


def test_a_menu_within_a_region_round_the_page_is_folded_alone() -> None:
    page = folded(f"<form>{MENU}<p>16 октомври 2025 | 11:11</p><p>a</p></form>")
    assert texts(page) == ["НовиниЕкип", "16 октомври 2025 | 11:11", "a"]


def test_menus_nested_in_each_other_are_one_block() -> None:
    page = folded("<p>a</p>" + "<aside>" * 900 + "<p><a href=b>b</a></p>" * 500 + "</aside>" * 900)
    assert texts(page) == ["a", "b" * 500]


def test_what_is_larger_than_a_menu_is_left_as_it_is() -> None:
    """Were each of them looked at, this would take a minute and 10 GB."""
    inside = "<p><a href=b>b</a></p>" * 50_000
    page = folded("<p>a</p>" + "<aside>" * 1_500 + inside + "</aside>" * 1_500)
    assert texts(page) == ["a", *["b"] * 50_000]


def test_of_more_menus_than_a_page_has_the_last_are_left_as_they_are() -> None:
    found = texts(folded("<nav><p><a href=b>b</a></p><p><a href=c>c</a></p></nav>" * 1_000))
    assert found[0] == "bc"
    assert found[-2:] == ["b", "c"]


def test_a_menu_that_holds_what_is_asked_for_is_left_as_it_is() -> None:
    page = parse_html(f"<aside><p><a href=b>b</a></p><p><a href=c>c</a></p></aside>{MENU}")
    found = read_blocks(page, {"second": page.css("p + p")}, folded=True)
    assert texts(found) == ["b", "c", "НовиниЕкип"]
    assert [node.first for node in found.selected["second"]] == [1]


def test_tags_nested_too_deep_are_seen_where_they_are_folded() -> None:
    assert folded("<p>a</p><nav>" + "<i>" * 3000 + "<a href=b>b").is_cut


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
