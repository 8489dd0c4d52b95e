"""The replica behaves like the site, as far as the site is known; asked through real sockets."""

import gzip
import http.client
import json
import re
import subprocess
import sys
import time
import unicodedata
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest
from parsel import Selector

from presidency_scraper.demo.replica import (
    EDITIONS,
    Edition,
    Item,
    ReplicaServer,
    ReplicaSite,
    Request,
    Response,
    article_path,
    close_after,
    delay,
    demo_site,
    dress_article,
    dress_listing,
    dress_shell,
    listing_path,
    picture_path,
    read_items,
    serve_replica,
    status,
)
from presidency_scraper.demo.replica.content import INVENTABLE, QUIRKS, read_standing_pages
from presidency_scraper.demo.replica.vocabulary import SECTIONS
from tests.sites.dress import LABELS as SECTION_LABELS
from tests.sites.dress import printed

ITEMS = read_items()
SEED = "bg/news/8601"
SEED_PATH = "/bg/news8601/x.html"
NEWEST = (
    "Президентът Радев: Когато управляващите и политическата класа приемат закони, които "
    "разграждат държавността, всички ние трябва да я съграждаме отново"
)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def html(self) -> str:
        return self.body.decode()

    @property
    def lines(self) -> list[str]:
        return read_lines(self.html)


class _Reader(HTMLParser):
    """Reads a page the way a person does: a line of text for each block or line break."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("a", "span", "o:p"):
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("a", "span", "o:p"):
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data.replace("\n", " ")


def read_lines(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    folded = (" ".join(line.replace("\u00ad", "").split()) for line in reader.text.split("\n"))
    return [line for line in folded if line]


def read_links(html: str) -> list[str]:
    return Selector(html).css("::attr(href)").getall()


@pytest.fixture
def site() -> ReplicaSite:
    return demo_site()


@pytest.fixture
def server(site: ReplicaSite) -> Iterator[ReplicaServer]:
    with serve_replica(site) as server:
        yield server


def ask(server: ReplicaServer, path: str, method: str = "GET", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(server.origin + path, headers=named, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as got:
            return Answer(got.status, dict(got.headers), got.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), error.read())


@dataclass(frozen=True)
class Faces:
    """One site, served in all its editions side by side."""

    sites: dict[Edition, ReplicaSite]
    servers: dict[Edition, ReplicaServer]

    def ask(self, edition: Edition, path: str, **headers: str) -> Answer:
        return ask(self.servers[edition], path, **headers)


@pytest.fixture
def faces(site: ReplicaSite) -> Iterator[Faces]:
    sites = {edition: site.face(edition) for edition in EDITIONS} | {"text": site}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(serve_replica(face)) for name, face in sites.items()}
        yield Faces(sites, servers)


_WITH_LANGUAGE = {
    "article": "/bg/news7398/x.html",
    "english": "/en/news103/x.html",
    "listing": "/bg/news/page/2",
    "english listing": "/en/news/page/2",
}
#: Where each edition has the same pages, written out.
SHAPES: dict[Edition, dict[str, str]] = {
    "text": _WITH_LANGUAGE,
    "www": {
        "article": "/news7398/x.html",
        "english": "/news103/x.html&lang=en",
        "listing": "/news/all/2",
        "english listing": "/news/all/2?lang=en",
    },
    "mobile": _WITH_LANGUAGE,
}
DATES: dict[Edition, str] = {
    "text": r"\d{1,2} [A-Za-zа-я]+ \d{4} \| \d\d:\d\d",
    "www": r"\d{1,2} [A-ZА-Я][a-zа-я]+ \d{4} \| \d\d:\d\d",
}
DATES["mobile"] = DATES["text"]
LABELS = {label for labels in SECTION_LABELS.values() for label in labels.values()}


def find(number: int, language: str = "bg") -> Item:
    return next(item for item in ITEMS if (item.number, item.language) == (number, language))


def squeeze(lines: Iterable[str]) -> str:
    return re.sub(r"\s", "", "".join(lines))


def article_lines(html: str) -> list[str]:
    """The lines between the section's label and the label over the teasers."""
    lines = read_lines(html)
    start = next(n for n, line in enumerate(lines) if line in LABELS)
    end = next(n for n, line in enumerate(lines) if line.startswith(("ОЩЕ ОТ", "MORE FROM")))
    return lines[start + 1 : end]


def rnrn(item: Item) -> str:
    return item.headline + ("rnrn" if "rnrn" in item.quirks else "")


# The texts


def test_there_are_102_articles_of_every_year_from_2012_to_2026() -> None:
    assert Counter(item.language for item in ITEMS) == {"bg": 39, "en": 63}
    assert {int(item.published[:4]) for item in ITEMS} == set(range(2012, 2027))
    assert {item.section for item in ITEMS if item.language == "bg"} == set(SECTIONS)


def test_a_number_is_one_article_over_all_sections() -> None:
    for language in ("bg", "en"):
        numbers = [item.number for item in ITEMS if item.language == language]
        assert len(set(numbers)) == len(numbers)


def test_three_articles_are_in_both_languages_under_one_number() -> None:
    bulgarian = {item.number: item for item in ITEMS if item.language == "bg"}
    pairs = [
        (bulgarian[i.number], i) for i in ITEMS if i.language == "en" and i.number in bulgarian
    ]
    assert [(bg.section, bg.number) for bg, _ in pairs] == [
        ("news", 103),
        ("news", 1545),
        ("speeches-and-statements", 3392),
    ]
    for bg, en in pairs:
        assert (bg.section, bg.slug, bg.published) == (en.section, en.slug, en.published)
        assert bg.invented == {"headline", "lead", "paragraphs", "time"}


def test_numbers_run_with_dates_but_not_strictly() -> None:
    by_number = sorted(ITEMS, key=lambda item: item.number)
    days = [date.fromisoformat(item.published[:10]) for item in by_number]
    assert days != sorted(days)
    assert all(later - earlier > timedelta(days=-10) for earlier, later in pairwise(days))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
class TestEveryItem:
    def test_has_fields_of_the_known_forms(self, item: Item) -> None:
        assert item.quirks <= QUIRKS
        assert item.invented <= INVENTABLE
        assert item.label in ("president", "vicepresident")
        assert "president.bg/" in item.source or item.source.startswith("the seed page")
        assert re.fullmatch(r"[A-Za-z0-9-]{1,255}", item.slug)
        assert len(item.headline) <= 260
        assert re.fullmatch(r"20[12]\d-[01]\d-[0-3]\d [0-2]\d:[0-5]\d:00", item.published)

    def test_has_its_real_number_and_slug_where_the_source_is_its_own_page(
        self, item: Item
    ) -> None:
        own = re.search(rf"/{item.section}(\d+)/([^/?&]+?)(?:\.html.*)?$", item.source)
        if own and not item.invented & {"number", "slug"}:
            assert (item.number, item.slug) == (int(own[1]), own[2])
        else:
            assert item.invented >= {"number", "slug"}

    def test_has_clean_text(self, item: Item) -> None:
        captions = [caption for caption in item.captions if caption is not None]
        for text in (item.headline, item.lead, *item.paragraphs, *captions):
            assert text
            assert text == " ".join(unicodedata.normalize("NFC", text).split())
            assert not re.search("[\u00ad\u200b\ufeff]", text)

    def test_ends_no_paragraph_inside_a_word_or_sentence(self, item: Item) -> None:
        if "paragraphs" not in item.invented:
            assert re.search(r"[.!?:;,“”\"…]$", item.paragraphs[-1])

    def test_is_found_on_the_desktop_by_the_selectors_that_were_used(self, item: Item) -> None:
        content = Selector(dress_article(item, "www")).css(".print-content")
        assert len(content.css("h2")) == len(content.css(".date")) == 1
        assert read_lines(content.css("h2")[0].get()) == read_lines(f"<p>{rnrn(item)}</p>")
        assert content.css(".date::text").get() == printed(item.published, item.language, "www")
        body = content.css(".index-news-bdy")
        assert len(body) == 1
        assert squeeze(read_lines(body[0].get())) == squeeze(item.paragraphs)
        pictures = content.css("img::attr(src)").getall()
        assert pictures == [picture_path(item, n) for n in range(len(item.captions))]


#: Of no more than its fields, with letters that mean something to HTML.
MADE_UP = Item(
    section="news",
    number=10,
    language="bg",
    slug="slug",
    headline="Заглавие <1>",
    published="2020-02-01 09:05:00",
    lead="Увод & още",
    paragraphs=("Първо.", "Второ."),
)


@pytest.mark.parametrize("item", [*ITEMS, MADE_UP], ids=lambda item: item.id)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_page_says_all_that_an_item_holds_in_the_order_of_the_edition(
    item: Item, edition: Edition
) -> None:
    html = ReplicaSite([item], edition=edition).answer("GET", article_path(item, edition)).body
    assert html.decode() == dress_article(item, edition)
    captions = [caption for caption in item.captions if caption]
    head = {
        "text": [*captions, rnrn(item), item.published],
        "www": [*captions, printed(item.published, item.language, "www"), rnrn(item)],
        "mobile": [item.published, rnrn(item)],
    }
    standfirst = [item.standfirst] if item.standfirst else []
    tools = {"bg": ["Печат"], "en": ["Print"]}[item.language] if edition == "www" else []
    said = [*head[edition], *standfirst, *item.paragraphs, *tools]
    assert squeeze(article_lines(html.decode())) == squeeze(said)


def test_standing_pages_are_real_text_too() -> None:
    pages = {page.path.split("/")[0] for page in read_standing_pages()}
    assert pages == {"cat8", "cat4", "cat40", "cat49"}


def test_source_texts_mix_their_quotation_marks() -> None:
    texts = [text for item in ITEMS for text in item.paragraphs]
    assert any("„" in text and "“" in text for text in texts)
    assert any("„" in text and "”" in text for text in texts)
    assert any('"' in text for text in texts)


# Articles


def test_the_seed_page_reads_as_it_was_seen(server: ReplicaServer) -> None:
    lines = ask(server, SEED_PATH).lines
    at = lines.index("2025-09-24 17:17:00")
    assert lines[at - 1].startswith("Засилване на сътрудничеството между България и Япония")
    assert lines[at + 1].startswith("Подписаната през месец май в Токио Декларация")
    more = lines.index("ОЩЕ ОТ НОВИНИ")
    assert lines[more + 1 : more + 3] == [NEWEST, "16 октомври 2025 | 11:11"]
    assert lines[more + 13] == "ОТКРИТО УПРАВЛЕНИЕ"
    assert "ОЩЕ ОТ РЕЧИ И ИЗЯВЛЕНИЯ" in ask(server, "/bg/speeches-and-statements5582/x.html").lines
    assert lines[-1] == "Полезни връзки"


def test_a_caption_stands_once_for_each_picture_but_not_on_mobile(server: ReplicaServer) -> None:
    item = find(1076)
    caption = str(item.captions[0])
    assert caption.startswith("Президентът Росен Плевнелиев участва в тържествената заря-проверка")
    assert item.captions == (caption,) * 4  # the only ones that were seen
    assert [other for other in ITEMS if any(other.captions)] == [item]
    assert dress_article(item, "text").count(caption) == 4
    desktop = Selector(dress_article(item, "www")).css(".print-content")
    assert desktop.css("figcaption::text").getall() == list(item.captions)
    assert desktop.css("img::attr(alt)").getall() == list(item.captions)
    assert caption not in dress_article(item, "mobile")
    for edition in EDITIONS:
        pictures = re.findall(r'src="(/images/news[^"]+)"', dress_article(item, edition))
        assert len(set(pictures)) == 4
    picture = ask(server, pictures[0])
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.body[:2] + picture.body[-2:] == b"\xff\xd8\xff\xd9"


# Listings


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_listing_shows_five_newest_first_with_the_minutes_of_its_edition(
    faces: Faces, edition: Edition
) -> None:
    lines = faces.ask(edition, listing_path(edition, "bg", "news")).lines
    dates = [line for line in lines if re.fullmatch(DATES[edition], line)]
    newest = map(find, (8635, 8630, 8633, 8634, 8601))
    assert dates == [printed(item.published, "bg", edition) for item in newest]
    assert dates[0] == (
        "16 Октомври 2025 | 11:41" if edition == "www" else "16 октомври 2025 | 11:11"
    )


def walk(faces: Faces, edition: Edition, language: str, section: str) -> list[str]:
    """Return the articles that the entries of a listing link to, up to its first missing page."""
    found: list[str] = []
    for page in range(1, 100):
        answer = faces.ask(edition, listing_path(edition, language, section, page=page))
        if answer.status == 404:
            return found
        pattern = r"(/(?:bg|en))?/[a-z-]+\d+/[^/]+\.html(&lang=(bg|en))?"
        links = [link for link in read_links(answer.html) if re.fullmatch(pattern, link)]
        found += [link for link in links if "/cat" not in link]
    raise AssertionError("the listing has no end")


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", ["bg", "en"])
def test_the_listings_together_name_every_article_and_one_twice(
    faces: Faces, edition: Edition, language: str
) -> None:
    found = {link for section in SECTIONS for link in walk(faces, edition, language, section)}
    assert found == {article_path(item, edition) for item in ITEMS if item.language == language}
    counted = Counter(walk(faces, edition, language, "news"))
    twice = {article_path(find(988), edition): 2} if language == "bg" else {}
    assert {link: times for link, times in counted.items() if times > 1} == twice


def test_page_links_lead_to_the_last_page_which_is_not_passed(server: ReplicaServer) -> None:
    links = read_links(ask(server, "/bg/news/page/1").html)
    last = max(int(link.split("/")[-1]) for link in links if "/bg/news/page/" in link)
    assert ask(server, f"/bg/news/page/{last}").status == 200
    assert ask(server, f"/bg/news/page/{last + 1}").status == 404


def test_past_its_end_a_listing_can_be_told_to_be_empty_or_to_repeat(
    site: ReplicaSite, server: ReplicaServer
) -> None:
    site.past_end = "empty"
    assert "<h2>" not in ask(server, "/bg/news/page/99").html
    site.past_end = "last"
    assert ask(server, "/bg/news/page/99").body == ask(server, "/bg/news/page/8").body


# Everything else


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_calendar_never_ends(faces: Faces, edition: Edition) -> None:
    for number in (-3, 0, 99999):
        page = faces.ask(edition, f"/bg/calendar/{number}")
        links = {f"/bg/calendar/{number - 1}", f"/bg/calendar/{number + 1}"}
        assert links <= set(read_links(page.html))
        assert any(re.search(DATES[edition], line) for line in page.lines)


def test_every_page_tempts_with_section_calendar_standing_and_language_links(
    server: ReplicaServer,
) -> None:
    links = set(read_links(ask(server, SEED_PATH).html))
    assert {f"/bg/{section}/" for section in SECTIONS} <= links
    assert {"/bg/calendar/0", "/bg/cat8/Administracia"} <= links
    assert any(link.startswith("/en/news8601/") for link in links)


def test_robots_txt_allows_all(server: ReplicaServer) -> None:
    robots = ask(server, "/robots.txt")
    assert robots.headers["Content-Type"] == "text/plain"
    assert robots.html == "User-agent: *\nDisallow:\n"


# HTTP


def test_pages_are_utf_8_with_a_strong_etag_and_no_last_modified(server: ReplicaServer) -> None:
    headers = ask(server, SEED_PATH).headers
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert re.fullmatch(r'"[0-9a-f]{32}"', headers["ETag"])
    assert "Last-Modified" not in headers


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_is_known_by_its_etag_is_not_sent_again(server: ReplicaServer, encoding: str) -> None:
    etag = ask(server, SEED_PATH, accept_encoding=encoding).headers["ETag"]
    again = ask(server, SEED_PATH, accept_encoding=encoding, if_none_match=f'"x", W/{etag}')
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)


def test_an_etag_changes_with_the_page(site: ReplicaSite, server: ReplicaServer) -> None:
    etag = ask(server, SEED_PATH).headers["ETag"]
    site.edit(SEED, headline="Друго заглавие")
    assert ask(server, SEED_PATH, if_none_match=etag).status == 200


def test_gzip_comes_when_accepted_and_is_the_same_each_time(server: ReplicaServer) -> None:
    plain = ask(server, SEED_PATH)
    packed = ask(server, SEED_PATH, accept_encoding="br, gzip;q=0.5")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.body == ask(server, SEED_PATH, accept_encoding="gzip").body
    assert "Content-Encoding" not in ask(server, SEED_PATH, accept_encoding="gzip;q=0").headers
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_head_says_the_length_and_sends_nothing_and_other_methods_are_refused(
    server: ReplicaServer,
) -> None:
    head = ask(server, SEED_PATH, method="HEAD")
    assert head.body == b""
    assert int(head.headers["Content-Length"]) == len(ask(server, SEED_PATH).body)
    assert ask(server, "/bg/news/", method="POST").status == 405


def test_one_connection_serves_many_requests(server: ReplicaServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    sockets = set()
    for path in (SEED_PATH, "/bg/news1/x", "/robots.txt", "/bg/news/"):
        connection.request("HEAD" if path == "/bg/news/" else "GET", path)
        sockets.add(id(connection.sock))
        connection.getresponse().read()
    connection.close()
    assert len(sockets) == 1


def test_requests_are_logged_in_order(site: ReplicaSite, server: ReplicaServer) -> None:
    ask(server, "/robots.txt")
    ask(server, "/bg/news1/x", method="HEAD")
    assert site.log == [("GET", "/robots.txt", 200), ("HEAD", "/bg/news1/x", 404)]
    site.clear_log()
    assert site.log == []


def test_many_clients_at_once_lose_no_log_entry(site: ReplicaSite, server: ReplicaServer) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda n: ask(server, f"/bg/news/page/{n % 5 + 1}"), range(200)))
    assert {answer.status for answer in answers} == {200}
    assert len(site.log) == 200


# Three editions


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_edition_has_addresses_of_its_own_shape(faces: Faces, edition: Edition) -> None:
    item, english = replace(find(7398), slug="x"), replace(find(103, "en"), slug="x")
    paths = {
        "article": article_path(item, edition),
        "english": article_path(english, edition),
        "listing": listing_path(edition, "bg", "news", page=2),
        "english listing": listing_path(edition, "en", "news", page=2),
    }
    assert paths == SHAPES[edition]
    assert {faces.ask(edition, path).status for path in paths.values()} == {200}


MISSING: dict[Edition, str] = {
    "text": "/bg/photo-gallery7398/x.html /bg/news7398 /bg/news1/x.html /bg/news7667/x.html"
    " /bg/news/page/0 /news/all/1",
    "www": "/bg/news7398/x.html /en/news83/x.html /news83/x.html /en/news/page/1 /news/all/999"
    " /photo-gallery/all/1",
    "mobile": "/news/all/1 /bg/news/all/1 /news7398/x.html",
}


@pytest.mark.parametrize("edition", EDITIONS)
def test_addresses_that_were_never_seen_in_an_edition_are_missing(
    faces: Faces, edition: Edition
) -> None:
    paths = MISSING[edition].split()
    assert [path for path in paths if faces.ask(edition, path).status != 404] == []


#: An address, and others that show the same page to whoever has the cookie.
SAME: list[tuple[Edition, str, str, str]] = [
    ("text", "/bg/news/page/1", "", "/ /bg/ /news/ /bg/news /news/page/1.html"),
    ("text", "/news/page/1", "lang=en", "/news/page/1"),
    (
        "text",
        "/bg/news7398/vitseprezidentat-v-troyan.html",
        "",
        "/bg/news7398/any-other-slug /news7398/x.html /news7398/x.html&lang=bg"
        " /news7398/x.html?lang=bg&skipMobile=1",
    ),
    ("mobile", "/bg/news/page/2", "", "/news/page/2"),
    ("mobile", "/news/page/1", "lang=en", "/news/page/1"),
    ("www", "/news/all/1", "", "/ /news/ /news/page/1 /news/page/1.html"),
    ("www", "/news83/x.html&lang=en", "lang=bg", "/news83/x.html?lang=en&skipMobile=1"),
    ("www", "/news103/x.html&lang=en", "a=b; lang=en", "/news103/x.html"),
    ("www", "/news/all/2?lang=en", "lang=en", "/news/all/2"),
    ("www", "/news103/x.html", "lang=en", "/news103/x.html&lang=bg /news103/x.html?lang=bg"),
    ("www", "/news103/x.html", "lang=fr", "/news103/x.html"),
]


@pytest.mark.parametrize(("edition", "path", "cookie", "others"), SAME)
def test_a_page_has_many_addresses_and_on_www_a_cookie_says_the_language_that_they_do_not(
    faces: Faces, edition: Edition, path: str, cookie: str, others: str
) -> None:
    page = faces.ask(edition, path)
    assert page.status == 200
    assert ("NEWS" in page.lines) == ("lang=en" in path)
    for other in others.split():
        assert faces.ask(edition, other, cookie=cookie).body == page.body, other


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("page", ["article", "english", "listing", "english listing"])
def test_no_link_leads_out_of_its_edition_or_nowhere(
    faces: Faces, edition: Edition, page: str
) -> None:
    answer = faces.ask(edition, SHAPES[edition][page])
    assert "Set-Cookie" not in answer.headers
    links = set(read_links(answer.html))
    paths = {link for link in links if not link.startswith(("#", "javascript:"))}
    assert len(paths) > 10
    for path in paths:
        assert path.startswith("/"), path
        if re.match(r"/(bg|en)/", path):
            assert edition != "www" or re.match(r"/(bg|en)/(cat|calendar)", path), path
        else:
            assert edition == "www", path
        assert faces.ask(edition, path).status == 200, path


def test_desktop_listings_are_read_by_the_selector_that_was_used(faces: Faces) -> None:
    page = Selector(faces.ask("www", "/news/").html)
    found = page.css(".inside-article-box a.dblock::attr(href)").getall()
    assert found == page.css(".inside-article-box > a::attr(href)").getall()
    newest = [item for item in demo_site().items("bg") if item.section == "news"][:5]
    assert found == [article_path(item, "www") for item in newest]


def test_a_desktop_entry_is_headline_date_lead(faces: Faces) -> None:
    lines = faces.ask("www", "/news/all/1").lines
    at = lines.index("16 Октомври 2025 | 11:41")
    assert lines[at - 1 : at + 2 : 2] == [NEWEST, find(8635).lead]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("language", "label"), [("bg", "НОВИНИ"), ("en", "NEWS")])
def test_every_listing_begins_with_its_label_and_filters(
    faces: Faces, edition: Edition, language: str, label: str
) -> None:
    lines = faces.ask(edition, listing_path(edition, language, "news")).lines
    assert lines[lines.index(label) + 1].startswith("Filters:")


def test_desktop_teasers_are_date_headline_twice_and_two_numbers(faces: Faces) -> None:
    html = faces.ask("www", "/news8601/x.html").html
    lines = read_lines(html)
    at = lines.index("ОЩЕ ОТ НОВИНИ")
    assert lines[at + 1 : at + 5] == ["16 Октомври 2025 | 11:41", NEWEST, "0", "0"]
    assert f'alt="{NEWEST}"' in html
    assert find(8635).lead not in lines
    newest = map(find, (8635, 8630, 8633, 8634))
    assert [line for line in lines[at:] if re.fullmatch(DATES["www"], line)] == [
        printed(item.published, "bg", "www") for item in newest
    ]


def test_mobile_teasers_are_date_and_lead_mostly_without_headline(faces: Faces) -> None:
    lines = faces.ask("mobile", "/bg/news8601/x.html").lines
    at = lines.index("ОЩЕ ОТ НОВИНИ")
    assert lines[at + 1 : at + 4] == [NEWEST, "16 октомври 2025 | 11:11", find(8635).lead]
    third = find(8633)
    assert third.headline not in lines
    assert lines[lines.index("15 октомври 2025 | 18:06") + 1] == third.lead
    newest = [item for item in demo_site().items("en") if item.section == "news"][:100]
    page = dress_listing(newest, "mobile", "en")
    headed = [item for item in newest if item.headline in read_lines(page)]
    assert 0 < len(headed) < len(newest) / 2


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_untranslated_article_is_a_shell_in_english_in_every_edition(
    faces: Faces, edition: Edition
) -> None:
    item = find(7398)
    shell = faces.ask(edition, article_path(item, edition, "en"))
    assert shell.status == 200
    stamp = "23 September 2023 | 16:25" if edition == "www" else "2023-09-23 16:25:00"
    at = shell.lines.index(stamp)
    assert shell.lines[at - 1] == "NEWS"
    assert next(line for line in shell.lines[at + 1 :] if line != "Print") == "MORE FROM NEWS"
    assert "Троян" not in shell.html
    assert shell.html == dress_shell(item, edition, "en", demo_site().items("en")[:4])


def test_the_headline_of_a_desktop_shell_is_empty(faces: Faces) -> None:
    page = Selector(faces.ask("www", "/news7398/x.html&lang=en").html)
    assert page.css(".print-content h2").getall() == ["<h2></h2>"]
    assert page.css(".print-content .index-news-bdy").xpath("string()").get() == ""


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_english_listing_can_print_a_bulgarian_month(edition: Edition) -> None:
    print_ = "22 Март 2012 | 11:30" if edition == "www" else "22 март 2012 | 11:11"
    assert print_ in dress_listing([find(103, "en")], edition, "en")
    page = dress_article(find(162, "en"), edition, [find(101, "en")])
    assert not re.search("[а-яА-Я]{3}", page.replace("Български", ""))


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_bare_entry_has_no_headline(edition: Edition) -> None:
    bare = replace(find(981), number=985, headline="Заглавие", lead="Увод")
    assert "Заглавие" not in dress_listing([bare], edition)
    headed = replace(bare, quirks=frozenset())
    assert "Заглавие" in dress_listing([headed], edition)


@pytest.mark.parametrize(
    ("edition", "number", "language", "print_"),
    [
        ("text", 3551, "en", "2017-01-22 14:10:00</span>At an official ceremony"),
        ("text", 200, "bg", "2012-06-05 11:00:00</span> Вицепрезидентът"),
        ("www", 3551, "en", '<span class="date">22 January 2017 | 14:10</span><h2>Rumen Radev'),
        ("mobile", 3551, "en", "<span>2017-01-22 14:10:00</span><strong>Rumen Radev Stepped"),
    ],
)
def test_a_glued_date_runs_into_what_follows(
    edition: Edition, number: int, language: str, print_: str
) -> None:
    item = find(number, language)
    assert print_ in dress_article(item, edition)
    assert print_ not in dress_article(replace(item, quirks=frozenset()), edition)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("number", "language", "print_"),
    [
        (170, "bg", "равнище на НАТОrnrn</"),
        (8445, "bg", "<p>&nbsp;</p>"),
        (8445, "bg", ", \u00a0"),
        (2614, "en", "European Union.<br>\n"),
        (5348, "bg", "През\u00adидентът"),
        (7519, "bg", "</span><o:p></o:p>"),
        (70, "bg", "&bdquo;"),
    ],
)
def test_the_junk_in_a_text_is_the_same_in_every_edition(
    edition: Edition, number: int, language: str, print_: str
) -> None:
    assert print_ in dress_article(find(number, language), edition)


@pytest.mark.parametrize("edition", EDITIONS)
def test_standing_pages_are_found_by_number_in_every_edition_with_its_date(
    faces: Faces, edition: Edition
) -> None:
    date = "30 Март 2022 | 11:00" if edition == "www" else "30 март 2022 | 11:11"
    lines = faces.ask(edition, "/bg/cat8/Administracia").lines
    step = -1 if edition == "text" else 1
    assert lines[lines.index(date) + step] == "АДМИНИСТРАЦИЯ"
    assert faces.ask(edition, "/en/cat49/810/x.html").status == 200
    assert faces.ask(edition, "/bg/cat9/x").status == 404


def test_each_edition_has_its_own_page_for_what_is_missing(faces: Faces) -> None:
    pages = {faces.ask(edition, "/bg/x").body for edition in EDITIONS}
    assert len(pages) == 3
    assert all("Страницата не е намерена" in page.decode() for page in pages)


def test_an_edit_through_one_face_shows_in_all(faces: Faces) -> None:
    item = faces.sites["mobile"].edit(SEED, headline="Поправено")
    assert "Поправено" in faces.ask("text", "/bg/news/page/1").lines
    faces.sites["www"].publish(faces.sites["text"].draft("Нова новина", lead="Нов увод"))
    for edition in EDITIONS:
        assert faces.ask(edition, article_path(item, edition)).lines.count("Поправено") == 1
        assert "Нов увод" in faces.ask(edition, listing_path(edition, "bg", "news")).html
    faces.sites["text"].delete(SEED)
    for edition in EDITIONS:
        assert faces.ask(edition, article_path(item, edition)).status == 404
    faces.sites["www"].restore(SEED)
    for edition in EDITIONS:
        assert faces.ask(edition, article_path(item, edition)).status == 200


def test_each_face_has_its_own_log_faults_and_end(faces: Faces) -> None:
    faces.sites["www"].fail("", status(503))
    faces.sites["mobile"].past_end = "empty"
    assert faces.ask("www", "/news/").status == 503
    assert faces.ask("text", "/news/page/99").status == 404
    assert faces.ask("mobile", "/news/page/99").status == 200
    assert faces.sites["www"].log == [("GET", "/news/", 503)]
    assert faces.sites["text"].log == [("GET", "/news/page/99", 404)]
    assert ReplicaSite(past_end="last").face("www").past_end == "last"


def test_the_demo_can_be_had_in_each_edition() -> None:
    for edition in EDITIONS:
        alone = demo_site(edition)
        shared = demo_site().face(edition)
        path = SHAPES[edition]["listing"]
        assert alone.edition == shared.edition == edition
        assert alone.answer("GET", path).body == shared.answer("GET", path).body


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_listing_made_of_articles_can_be_dressed(edition: Edition) -> None:
    items = [find(number) for number in (8635, 8630, 875)]
    html = dress_listing(items, edition, section="news", label="president", page=2, last=9)
    links = read_links(html)
    assert [link for link in links if re.search(r"/news\d", link)] == [
        article_path(item, edition) for item in items
    ]
    turns = [listing_path(edition, "bg", "news", "president", page) for page in (1, 3, 9)]
    assert set(turns) <= set(links)


# A site that changes


def test_a_new_article_is_on_top_of_listing_and_teasers_at_once(
    site: ReplicaSite, server: ReplicaServer
) -> None:
    old = ask(server, SEED_PATH).lines
    item = site.publish(site.draft("Нова новина", paragraphs=("Първо.", "Второ.")))
    lines = ask(server, "/bg/news/page/1").lines
    assert lines[lines.index("НОВИНИ") + 2] == "Нова новина"
    new = ask(server, SEED_PATH).lines
    assert new[new.index("ОЩЕ ОТ НОВИНИ") + 1] == "Нова новина"
    assert new[: new.index("ОЩЕ ОТ НОВИНИ")] == old[: old.index("ОЩЕ ОТ НОВИНИ")]
    assert ask(server, item.path).status == 200


def test_what_is_there_cannot_be_published_again_nor_become_another(site: ReplicaSite) -> None:
    with pytest.raises(ValueError, match="bg/news/7398 is published already"):
        site.publish(next(item for item in ITEMS if item.id == "bg/news/7398"))
    with pytest.raises(ValueError, match="cannot become"):
        site.edit(SEED, number=5)


def test_a_deleted_article_is_gone_everywhere_until_it_is_restored(
    site: ReplicaSite, server: ReplicaServer
) -> None:
    site.delete("bg/news/8635")
    assert ask(server, "/bg/news8635/x").status == 404
    assert ask(server, "/en/news8635/x").status == 404
    assert NEWEST not in ask(server, "/bg/news/page/1").lines
    assert NEWEST not in ask(server, SEED_PATH).lines
    site.restore("bg/news/8635")
    assert ask(server, "/bg/news8635/x").status == 200


def test_a_translation_takes_the_place_of_the_shell(
    site: ReplicaSite, server: ReplicaServer
) -> None:
    site.publish(site.draft("In English", number=7398, language="en"))
    assert "In English" in ask(server, "/en/news7398/x").lines


def test_an_empty_site_answers(server: ReplicaServer) -> None:
    with serve_replica(ReplicaSite()) as empty:
        assert ask(empty, "/bg/news/page/1").status == 200
        assert ask(empty, "/bg/calendar/1").status == 200


# Faults


def test_a_fault_strikes_as_often_as_told_or_until_the_site_is_healed(
    site: ReplicaSite, server: ReplicaServer
) -> None:
    fault = site.fail(r"/news/page/1$", status(503, retry_after="7"), times=2)
    answers = [ask(server, "/bg/news/page/1") for _ in range(3)]
    assert [answer.status for answer in answers] == [503, 503, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert fault.hits == 2
    site.fail("", status(500))
    assert ask(server, "/robots.txt").status == 500
    site.heal()
    assert ask(server, "/robots.txt").status == 200
    assert [entry.status for entry in site.log] == [503, 503, 200, 500, 200]


def test_a_body_can_break_off_before_its_announced_length(
    site: ReplicaSite, server: ReplicaServer
) -> None:
    site.fail("/news8601/", close_after(100), times=1)
    with pytest.raises(http.client.IncompleteRead) as broken:
        ask(server, SEED_PATH)
    assert len(broken.value.partial) == 100
    assert ask(server, SEED_PATH).status == 200


def test_an_answer_can_be_late(site: ReplicaSite, server: ReplicaServer) -> None:
    site.fail("/robots.txt", delay(0.2))
    start = time.monotonic()
    ask(server, "/robots.txt")
    assert time.monotonic() - start >= 0.2


def test_a_responder_can_rewrite_the_true_answer_and_change_the_site(
    site: ReplicaSite, server: ReplicaServer
) -> None:
    def drift(request: Request, real: Response) -> Response:
        site.publish(site.draft("Междувременно"))
        return replace(real, body=real.body.replace("НОВИНИ".encode(), b"NIL"))

    site.fail("/page/1$", drift, times=1)
    assert "NIL" in ask(server, "/bg/news/page/1").lines
    assert "Междувременно" in ask(server, "/bg/news/page/1").lines


def test_a_client_that_leaves_prints_nothing(
    site: ReplicaSite, capfd: pytest.CaptureFixture[str]
) -> None:
    with serve_replica(site) as server:
        site.fail("", delay(0.1))
        for _ in range(3):
            connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
            connection.request("GET", SEED_PATH)
            connection.close()
        time.sleep(0.3)
    assert capfd.readouterr().err == ""


def test_stopping_does_not_wait_for_late_answers_or_idle_connections(site: ReplicaSite) -> None:
    site.fail("/robots.txt", delay(60))
    start = time.monotonic()
    with serve_replica(site) as server:
        late, idle = (http.client.HTTPConnection("127.0.0.1", server.server_port) for _ in "ab")
        idle.request("GET", SEED_PATH)
        idle.getresponse().read()
        late.request("GET", "/robots.txt")
        time.sleep(0.1)
    late.close()
    idle.close()
    assert time.monotonic() - start < 5


@pytest.mark.parametrize("options", [[], *(["--edition", edition] for edition in EDITIONS)])
def test_the_module_serves_an_edition_for_a_look(options: list[str]) -> None:
    module = "presidency_scraper.demo.replica"
    command = [sys.executable, "-u", "-m", module, "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = process.stdout.readline().split()[0]
        with urllib.request.urlopen(address, timeout=10) as got:
            assert "НОВИНИ" in got.read().decode()
        assert ("/news/all/1" in address) == ("www" in options)
        process.terminate()


def test_the_files_are_pretty_json_in_plain_letters() -> None:
    for name in ("articles-bg.json", "articles-en.json", "standing-pages.json"):
        text = files("presidency_scraper.demo.replica").joinpath("content", name).read_text("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
