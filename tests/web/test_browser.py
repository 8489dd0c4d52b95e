"""The pages of ``presidency serve`` in a real browser: walked, looked at, measured.

Pictures of them are left in ``tests/artefacts/``.
"""

from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.browser import DESKTOP, PHONE, Page, find_axe, find_chromium, open_browser
from tests.conftest import SLOW
from tests.serving import (
    DELETED,
    EDITED,
    ENDLESS,
    EVIL,
    NEEDS_DATASETTE,
    VETO,
    Serving,
    serve,
)

pytestmark = NEEDS_DATASETTE
PAGES = {
    "front": "",
    "search": "search?q=ветото",
    "results": "search?q=президента",
    "nothing": "search?q=нямаго",
    "article": f"articles/{EDITED}",
    "dashboard": "dashboard",
    "gone": f"articles/{DELETED}",
    "edits": "edits",
    "everything": "edits?kind=all",
    "capture": "captures/20",
    "tables": "presidency",
    "table": "presidency/articles?_search=президента",
    "counted": "presidency/articles?_facet=section&_facet_year=1",
    "row": "presidency/articles/bg~2Fnews~2F8601",
    "question": "presidency/edits?since=&until=&with_looks=",
    "sql": "presidency?sql=SELECT+id,+headline+FROM+articles",
    "error": "presidency?sql=DELETE+FROM+articles",
    "mistake": "presidency?sql=SELECT+x+FROM+articles",
    "slow": f"presidency?sql={quote(ENDLESS)}",
}
#: The same, each once; the one that ends when its time is up is looked at for colours and by axe.
QUICK_PAGES = [pytest.param(name, marks=SLOW if name == "slow" else ()) for name in PAGES]
#: The elements with text of their own that are less legible than WCAG's AA asks for.
FAINT = """
(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
  const light = (rgb) => {
    const linear = (v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    const [r, g, b] = rgb.map(v => linear(v / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement)
      layers.push(rgba(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const faint = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    const style = getComputedStyle(element);
    if (!own || !element.checkVisibility() || element.closest('script, style')) continue;
    const ground = behind(element);
    const ink = element.closest('svg') ? style.fill : style.color;
    const a = light(over(rgba(ink), ground)), b = light(ground);
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const size = parseFloat(style.fontSize), bold = parseInt(style.fontWeight) >= 700;
    const needed = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
    if (ratio < needed)
      faint.push(`${element.tagName}.${element.className?.baseVal ?? element.className} ` +
                 `${ratio.toFixed(2)} ${element.textContent.trim().slice(0, 40)}`);
  }
  return faint;
})()
"""
#: Notes as ``usable`` what a reader can follow, press or fill in.
USABLE = """
window.usable = [...document.querySelectorAll(
  'a[href]:not([tabindex="-1"]), button, input:not([type=hidden]), select, textarea, summary,' +
  '[tabindex="0"]'
)].filter(e => e.checkVisibility({visibilityProperty: true})), 0
"""


@pytest.fixture(scope="module")
def web(past: Path) -> Iterator[Serving]:
    with serve(past) as serving:
        yield serving


@pytest.fixture(scope="module")
def browser(web: Serving) -> Iterator[Page]:
    with open_browser() as page:
        yield page


@pytest.fixture
def page(browser: Page) -> Page:
    browser.resize(DESKTOP)
    browser.prefer("light")
    browser.speak("en")
    browser.asked.clear()
    browser.errors.clear()
    return browser


def foreign(web: Serving, page: Page) -> list[str]:
    """What the browser asked for elsewhere; a ``data:`` address asks nobody."""
    return [url for url in page.asked if not url.startswith((web.address, "data:"))]


def test_a_reader_searches_opens_an_article_sees_its_history_and_the_dashboard(
    web: Serving, page: Page
) -> None:
    page.open(web.address)
    page.run("document.querySelector('#q').focus()")
    page.type("вето")
    page.press_enter()
    assert page.run("document.querySelector('.hits a').href").endswith(f"/articles/{EDITED}")
    assert page.text(".hits mark") == "ветото"
    page.click(".hits a")
    assert page.text("h1").startswith("Задълбочаване на сътрудничеството")
    assert page.text("#history .difference del") == "Засилване"
    assert page.text("#history .difference ins") == "Задълбочаване"
    added = page.run("[...document.querySelectorAll('#history ins')].map(e => e.innerText.trim())")
    assert VETO in added
    page.click("header a[href$='dashboard']")
    drawn = "[...document.querySelectorAll('svg.chart')].map(c => [...c.querySelectorAll('rect')]"
    drawn += ".filter(r => r.getBoundingClientRect().height > 1).length)"
    assert all(bars > 1 for bars in page.run(drawn))
    assert len(page.run(drawn)) == 6
    assert page.errors == []
    assert foreign(web, page) == []


def test_the_search_box_of_the_table_of_articles_finds_forms_of_a_word(
    web: Serving, page: Page
) -> None:
    page.open(f"{web.address}presidency/articles")
    page.run("document.querySelector('#_search').focus()")
    page.type("президент")
    page.press_enter()
    assert "Президентът" in page.text("table.rows-and-columns")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_legible_and_fits_on_desktop_and_phone(
    web: Serving, page: Page, name: str
) -> None:
    for kind, scheme in (("desktop", "light"), ("phone", "dark")):
        is_legible(web, page, name, kind, scheme)


@SLOW
@pytest.mark.parametrize("name", PAGES)
def test_so_it_is_in_the_other_colours(web: Serving, page: Page, name: str) -> None:
    for kind, scheme in (("desktop", "dark"), ("phone", "light")):
        is_legible(web, page, name, kind, scheme)


def is_legible(web: Serving, page: Page, name: str, kind: str, scheme: str) -> None:
    """The page fits on such a screen, is legible in such colours and loads nothing from elsewhere.

    Its picture is left among the artefacts.
    """
    size = {"desktop": DESKTOP, "phone": PHONE}[kind]
    page.resize(size)
    page.prefer(scheme)
    page.open(web.address + PAGES[name])
    page.keep_picture(f"{name}-{kind}-{scheme}")
    assert page.run("document.documentElement.scrollWidth") <= size[0]
    assert page.run(FAINT) == []
    assert foreign(web, page) == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_wrong_with_a_page(web: Serving, page: Page, name: str) -> None:
    """In Bulgarian, which has the longer words, on a phone and dark."""
    is_well_by_axe(page, web.address + PAGES[name], "bg", PHONE, "dark")


@SLOW
@pytest.mark.parametrize("name", PAGES)
def test_nor_with_one_looked_at_in_any_other_way(web: Serving, page: Page, name: str) -> None:
    for language, size, scheme in product(("bg", "en"), (DESKTOP, PHONE), ("light", "dark")):
        is_well_by_axe(page, web.address + PAGES[name], language, size, scheme)
        page.keep_picture(f"{name}-{language}-{size[0]}-{scheme}")


def is_well_by_axe(page: Page, url: str, language: str, size: tuple[int, int], scheme: str) -> None:
    """axe-core has nothing to say of the page looked at in this way."""
    page.resize(size)
    page.speak(language)
    page.prefer(scheme)
    page.open(url)
    assert page.violations(find_axe()) == []


@pytest.mark.parametrize("name", QUICK_PAGES)
def test_the_keyboard_reaches_the_content_first_and_the_focus_shows(
    web: Serving, page: Page, name: str
) -> None:
    page.open(web.address + PAGES[name])
    page.press("Tab", 9)
    assert page.run("document.activeElement.className") == "skip"
    assert page.run("document.activeElement.getBoundingClientRect().top") >= 0
    page.press("Enter", 13)
    page.press("Tab", 9)
    assert page.run("!!document.activeElement.closest('main, footer')")
    assert page.run("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("name", ["front", "results", "article", "dashboard", "tables", "question"])
def test_everything_that_can_be_used_is_reached_by_the_keyboard_and_shows_it(
    web: Serving, page: Page, name: str
) -> None:
    page.open(web.address + PAGES[name])
    page.run(USABLE)
    unseen = []
    for _ in range(200):
        page.press("Tab", 9)
        if page.run("document.activeElement === document.body"):
            break
        page.run("document.activeElement.dataset.reached = 'yes'")
        if page.run("getComputedStyle(document.activeElement).outlineStyle") == "none":
            unseen.append(page.run("document.activeElement.outerHTML"))
    missed = "usable.filter(e => !e.dataset.reached).map(e => e.outerHTML)"
    assert page.run("usable.length") > 5
    assert page.run(missed) == []
    assert unseen == []


@pytest.mark.parametrize("name", QUICK_PAGES)
def test_a_page_has_title_and_language_headings_in_order_and_a_name_for_all_that_is_used(
    web: Serving, page: Page, name: str
) -> None:
    page.open(web.address + PAGES[name])
    assert page.run("document.title")
    assert page.run("document.documentElement.lang") == "en"
    if name == "article":
        assert page.run("document.querySelector('article').lang") == "bg"
    levels = page.run(
        "[...document.querySelectorAll('h1, h2, h3, h4')].map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    page.run(USABLE)
    nameless = (
        "usable.filter(e => !(e.innerText || e.ariaLabel || e.labels?.length || e.value))"
        ".map(e => e.outerHTML)"
    )
    assert page.run(nameless) == []
    assert page.run("[...document.querySelectorAll('img:not([alt])')].length") == 0
    drawn = "[...document.querySelectorAll('svg[role=img]')].map(e => e.ariaLabel || e.textContent)"
    assert all(page.run(drawn))


@pytest.mark.parametrize(
    "path",
    ["", f"articles/{EVIL}", "search?q=президент", "presidency/articles?number=8630",
     "presidency/articles/bg~2Fnews~2F8630", f"presidency/changes_of_article?id={EVIL}"],
)  # fmt: skip
def test_a_script_in_a_headline_does_nothing(web: Serving, page: Page, path: str) -> None:
    page.open(web.address + path)
    assert "<script>" in page.text("body")
    assert page.run("document.title") != "stolen"
    assert not page.run("!!document.querySelector('main img')")


def test_without_chromium_tests_are_skipped_but_fail_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        find_chromium()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        find_chromium()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_first_row_of_a_table_is_on_the_first_screen_and_a_page_can_be_scrolled(
    web: Serving, page: Page, size: tuple[int, int]
) -> None:
    page.resize(size)
    for path in ("presidency/articles", "presidency/articles?_search=на", "presidency/changes"):
        page.open(web.address + path)
        first = "document.querySelector('table.rows-and-columns tbody tr').getBoundingClientRect()"
        assert page.run(f"{first}.top + 100") < size[1]
        assert page.run("document.documentElement.scrollHeight") < 12_000  # were 117,000
    if size == PHONE:
        before = page.run(f"{first}.height")
        page.run("document.querySelector('label.whole input').click()")
        assert page.run(f"{first}.height") > before
