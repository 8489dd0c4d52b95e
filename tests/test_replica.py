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
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from presidency_scraper.replica import (
    Item,
    ReplicaServer,
    ReplicaSite,
    Request,
    Response,
    close_after,
    delay,
    demo_site,
    read_items,
    serve_replica,
    status,
)
from presidency_scraper.replica.content import INVENTABLE, QUIRKS, read_standing_pages
from presidency_scraper.replica.words import SECTIONS

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
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if name == "href" and value]
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
    reader = _Reader()
    reader.feed(html)
    return reader.links


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


# The texts


def test_there_are_102_articles_39_of_them_bulgarian() -> None:
    assert Counter(item.language for item in ITEMS) == {"bg": 39, "en": 63}


def test_articles_are_of_every_year_from_2012_to_2026() -> None:
    assert {int(item.published[:4]) for item in ITEMS} == set(range(2012, 2027))


def test_bulgarian_articles_are_of_all_four_sections() -> None:
    assert {item.section for item in ITEMS if item.language == "bg"} == set(SECTIONS)


def test_a_number_is_one_article_over_all_sections() -> None:
    for language in ("bg", "en"):
        numbers = [item.number for item in ITEMS if item.language == language]
        assert len(set(numbers)) == len(numbers)


def test_three_articles_are_in_both_languages_under_one_number() -> None:
    bulgarian = {item.number: item for item in ITEMS if item.language == "bg"}
    pairs = [(bulgarian[i.number], i) for i in ITEMS if i.language == "en" and i.number in bulgarian]
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
    days = [time.strptime(item.published[:10], "%Y-%m-%d") for item in by_number]
    stamps = [time.mktime(day) for day in days]
    assert stamps != sorted(stamps)
    assert all(later - earlier > -10 * 86400 for earlier, later in pairwise(stamps))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
class TestEveryItem:
    def test_names_only_known_quirks_and_inventions(self, item: Item) -> None:
        assert item.quirks <= QUIRKS
        assert item.invented <= INVENTABLE
        assert item.label in ("president", "vicepresident")

    def test_has_a_source_of_the_presidency(self, item: Item) -> None:
        assert "president.bg/" in item.source or item.source.startswith("the seed page")

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

    def test_has_a_slug_and_headline_of_possible_length(self, item: Item) -> None:
        assert re.fullmatch(r"[A-Za-z0-9-]{1,255}", item.slug)
        assert len(item.headline) <= 260

    def test_is_printed_to_the_minute(self, item: Item) -> None:
        assert re.fullmatch(r"20[12]\d-[01]\d-[0-3]\d [0-2]\d:[0-5]\d:00", item.published)

    def test_says_on_its_page_all_that_it_holds_in_reading_order(self, item: Item) -> None:
        lines = read_lines(demo_site().answer("GET", item.path).body.decode())
        captions = [caption for caption in item.captions if caption]
        standfirst = [item.standfirst] if item.standfirst else []
        rnrn = "rnrn" if "rnrn" in item.quirks else ""
        expected = [*captions, item.headline + rnrn, item.published, *standfirst, *item.paragraphs]
        start = next(n for n, line in enumerate(lines) if line.isupper() and line != "ENGLISH") + 1
        end = next(n for n, line in enumerate(lines) if line.startswith(("ОЩЕ ОТ", "MORE FROM")))
        said = re.sub(r"\s", "", "".join(lines[start:end]))
        assert said == re.sub(r"\s", "", "".join(expected))


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
    assert lines[-1] == "Полезни връзки"


@pytest.mark.parametrize(
    "path",
    [
        "/bg/news7398/vitseprezidentat-v-troyan.html",
        "/bg/news7398/any-other-slug",
        "/news7398/x.html",
        "/news7398/x.html&lang=bg",
        "/news7398/x.html?lang=bg&skipMobile=1",
    ],
)
def test_any_spelling_of_an_address_selects_by_number(server: ReplicaServer, path: str) -> None:
    assert "Вицепрезидентът в Троян" in ask(server, path).html


def test_an_article_under_another_section_or_without_a_slug_is_missing(
    server: ReplicaServer,
) -> None:
    assert ask(server, "/bg/photo-gallery7398/x.html").status == 404
    assert ask(server, "/bg/news7398").status == 404
    assert ask(server, "/bg/news1/x.html").status == 404


def test_an_untranslated_article_is_a_shell_in_english(server: ReplicaServer) -> None:
    shell = ask(server, "/en/news7398/x.html")
    assert shell.status == 200
    assert "<h2></h2>" in shell.html
    at = shell.lines.index("2023-09-23 16:25:00")
    assert shell.lines[at - 1] == "NEWS"
    assert shell.lines[at + 1] == "MORE FROM NEWS"
    assert "Троян" not in shell.html


def test_an_english_article_is_missing_in_bulgarian_as_its_original_is_not_known(
    server: ReplicaServer,
) -> None:
    assert ask(server, "/en/news7667/x.html").status == 200
    assert ask(server, "/bg/news7667/x.html").status == 404


def test_teasers_are_the_four_newest_others(server: ReplicaServer) -> None:
    links = [link for link in read_links(ask(server, SEED_PATH).html) if ".html" in link]
    assert [urlsplit(link).path.split("/")[2] for link in links[-4:]] == [
        "news8635",
        "news8630",
        "news8633",
        "news8634",
    ]


def test_a_speech_has_its_own_label_over_the_teasers(server: ReplicaServer) -> None:
    assert "ОЩЕ ОТ РЕЧИ И ИЗЯВЛЕНИЯ" in ask(server, "/bg/speeches-and-statements5582/x.html").lines


def test_only_the_captions_that_were_seen_are_printed() -> None:
    assert [item.number for item in ITEMS if any(item.captions)] == [1076]


def test_a_caption_stands_once_for_each_picture(server: ReplicaServer) -> None:
    caption = "Президентът Росен Плевнелиев участва в тържествената заря-проверка в столицата"
    page = ask(server, "/bg/news1076/x.html")
    assert page.html.count(caption) == 4
    pictures = re.findall(r'src="([^"]+)"', page.html)
    assert len(set(pictures)) == 4
    picture = ask(server, pictures[0])
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.body[:2] + picture.body[-2:] == b"\xff\xd8\xff\xd9"


@pytest.mark.parametrize(
    ("path", "print_"),
    [
        ("/bg/news170/x", "равнище на НАТОrnrn</h2>"),
        ("/en/news3551/x", "2017-01-22 14:10:00</span>At an official ceremony"),
        ("/bg/news200/x", "2012-06-05 11:00:00</span> Вицепрезидентът"),
        ("/bg/news8445/x", "<p>&nbsp;</p>"),
        ("/bg/news8445/x", ", \u00a0"),
        ("/en/news2614/x", "European Union.<br>\n"),
        ("/bg/news5348/x", "През\u00adидентът"),
        ("/bg/news7519/x", "</span><o:p></o:p>"),
        ("/bg/news70/x", "&bdquo;"),
    ],
)
def test_quirks_are_printed_as_the_site_prints_them(
    server: ReplicaServer, path: str, print_: str
) -> None:
    assert print_ in ask(server, path).html


# Listings


def test_a_listing_shows_five_newest_first_with_false_minutes(server: ReplicaServer) -> None:
    lines = ask(server, "/bg/news/page/1").lines
    dates = [line for line in lines if re.fullmatch(r"\d+ [а-я]+ \d{4} \| \d\d:\d\d", line)]
    assert dates == [
        "16 октомври 2025 | 11:11",
        "15 октомври 2025 | 19:07",
        "15 октомври 2025 | 18:06",
        "15 октомври 2025 | 15:03",
        "24 септември 2025 | 17:05",
    ]
    assert lines[lines.index("НОВИНИ") + 1].startswith("Filters:")


def test_midnight_is_printed_as_00_12(server: ReplicaServer) -> None:
    pages = (ask(server, f"/en/news/page/{page}").lines for page in range(1, 14))
    assert any("22 May 2012 | 00:12" in lines for lines in pages)


@pytest.mark.parametrize("path", ["/", "/bg/", "/news/", "/bg/news", "/news/page/1.html"])
def test_the_first_page_of_news_has_many_addresses(server: ReplicaServer, path: str) -> None:
    assert ask(server, path).body == ask(server, "/bg/news/page/1").body


def walk(server: ReplicaServer, root: str) -> list[str]:
    """Return the articles that a listing links to, page by page, up to the first 404."""
    found: list[str] = []
    for page in range(1, 100):
        answer = ask(server, f"{root}/page/{page}")
        if answer.status == 404:
            return found
        links = read_links(answer.html)
        found += [
            link
            for link in links
            if re.search(r"/[a-z-]+\d+/.+\.html$", link) and "/cat" not in link
        ]
    raise AssertionError("the listing has no end")


@pytest.mark.parametrize("language", ["bg", "en"])
def test_the_listings_together_name_every_article(server: ReplicaServer, language: str) -> None:
    found = {link for section in SECTIONS for link in walk(server, f"/{language}/{section}")}
    assert found == {item.path for item in ITEMS if item.language == language}


def test_the_general_news_listing_shows_speeches_but_no_interviews(server: ReplicaServer) -> None:
    found = walk(server, "/bg/news")
    assert any("/speeches-and-statements" in link for link in found)
    assert not any("/interviews-president" in link for link in found)


def test_the_filtered_listings_part_the_news_between_them(server: ReplicaServer) -> None:
    president = set(walk(server, "/bg/news/president"))
    vice = set(walk(server, "/bg/news/vicepresident"))
    assert president and vice and not president & vice
    assert president | vice == set(walk(server, "/bg/news"))


def test_an_item_can_stand_twice_in_a_listing(server: ReplicaServer) -> None:
    counted = Counter(walk(server, "/bg/news"))
    assert {link.split("/")[2]: n for link, n in counted.items() if n > 1} == {"news988": 2}


def test_an_english_listing_can_print_a_bulgarian_month(server: ReplicaServer) -> None:
    pages = [ask(server, f"/en/news/page/{page}").html for page in range(1, 14)]
    assert any("22 март 2012 | 11:11" in html for html in pages)


def test_an_entry_can_have_no_headline(server: ReplicaServer) -> None:
    pages = [ask(server, f"/bg/news/page/{page}").html for page in range(1, 8)]
    assert any(
        re.search(r'<a href="/bg/news981/[^"]+">11 януари 2013 \| 18:06</a>', p) for p in pages
    )


def test_page_links_lead_to_the_last_page_which_is_not_passed(server: ReplicaServer) -> None:
    links = read_links(ask(server, "/bg/news/page/1").html)
    last = max(int(link.split("/")[-1]) for link in links if "/bg/news/page/" in link)
    assert ask(server, f"/bg/news/page/{last}").status == 200
    assert ask(server, f"/bg/news/page/{last + 1}").status == 404
    assert ask(server, "/bg/news/page/0").status == 404


def test_past_its_end_a_listing_can_be_told_to_be_empty_or_to_repeat(
    site: ReplicaSite, server: ReplicaServer
) -> None:
    site.past_end = "empty"
    assert "<h2>" not in ask(server, "/bg/news/page/99").html
    site.past_end = "last"
    assert ask(server, "/bg/news/page/99").body == ask(server, "/bg/news/page/8").body


# Everything else


def test_the_calendar_never_ends(server: ReplicaServer) -> None:
    for number in (-3, 0, 99999):
        links = read_links(ask(server, f"/bg/calendar/{number}").html)
        assert {f"/bg/calendar/{number - 1}", f"/bg/calendar/{number + 1}"} <= set(links)


def test_standing_pages_are_found_by_number_with_false_minutes(server: ReplicaServer) -> None:
    page = ask(server, "/bg/cat8/Administracia")
    assert page.lines[page.lines.index("АДМИНИСТРАЦИЯ") + 1] == "30 март 2022 | 11:11"
    assert ask(server, "/en/cat49/810/x.html").status == 200
    assert ask(server, "/bg/cat9/x").status == 404


def test_every_page_tempts_with_section_calendar_standing_and_language_links(
    server: ReplicaServer,
) -> None:
    links = set(read_links(ask(server, SEED_PATH).html))
    assert {f"/bg/{section}/" for section in SECTIONS} <= links
    assert {"/bg/calendar/0", "/bg/cat8/Administracia"} <= links
    assert any(link.startswith("/en/news8601/") for link in links)


def test_no_menu_link_is_dead(server: ReplicaServer) -> None:
    for language in ("bg", "en"):
        for link in set(read_links(ask(server, f"/{language}/news/page/1").html)):
            assert ask(server, link).status == 200, link


def test_robots_txt_allows_all(server: ReplicaServer) -> None:
    robots = ask(server, "/robots.txt")
    assert (robots.headers["Content-Type"], robots.html) == (
        "text/plain",
        "User-agent: *\nDisallow:\n",
    )


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


def test_head_says_the_length_and_sends_nothing(server: ReplicaServer) -> None:
    head = ask(server, SEED_PATH, method="HEAD")
    assert head.body == b""
    assert int(head.headers["Content-Length"]) == len(ask(server, SEED_PATH).body)


def test_other_methods_are_refused(server: ReplicaServer) -> None:
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


def test_publishing_what_is_there_is_refused(site: ReplicaSite) -> None:
    with pytest.raises(ValueError, match="bg/news/7398 is published already"):
        site.publish(next(item for item in ITEMS if item.id == "bg/news/7398"))


def test_an_edit_shows_on_the_page_and_in_listings(
    site: ReplicaSite, server: ReplicaServer
) -> None:
    site.edit(SEED, headline="Поправено", paragraphs=("Изречение.",))
    assert ask(server, SEED_PATH).lines.count("Поправено") == 1
    assert "Поправено" in ask(server, "/bg/news/page/1").lines
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


def test_a_fault_strikes_as_often_as_told(site: ReplicaSite, server: ReplicaServer) -> None:
    fault = site.fail(r"/news/page/1$", status(503, retry_after="7"), times=2)
    answers = [ask(server, "/bg/news/page/1") for _ in range(3)]
    assert [answer.status for answer in answers] == [503, 503, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert fault.hits == 2
    assert [entry.status for entry in site.log] == [503, 503, 200]


def test_a_healed_site_is_well(site: ReplicaSite, server: ReplicaServer) -> None:
    site.fail("", status(500))
    assert ask(server, "/robots.txt").status == 500
    site.heal()
    assert ask(server, "/robots.txt").status == 200


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


def test_the_module_serves_it_for_a_look() -> None:
    command = [sys.executable, "-u", "-m", "presidency_scraper.replica", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        origin = process.stdout.readline().split()[0]
        with urllib.request.urlopen(origin, timeout=10) as got:
            assert got.status == 200
        process.terminate()


def test_the_files_are_pretty_json_in_plain_letters() -> None:
    for name in ("articles-bg.json", "articles-en.json", "standing-pages.json"):
        text = files("presidency_scraper.replica").joinpath("content", name).read_text("utf-8")
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
