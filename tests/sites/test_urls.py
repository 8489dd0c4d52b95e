"""URLs of president.bg: the 60 stored ones, their spellings, and whatever else text may be."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from presidency_scraper.items import ArticleRef, ListingRef
from presidency_scraper.sites.base import Edition, Kind, UrlFacts
from presidency_scraper.sites.president_bg import SITE
from presidency_scraper.sites.president_bg.urls import (
    HOSTS,
    LANGUAGES,
    SECTIONS,
    article_url,
    parse_url,
)
from tests.sites.test_real_pages import OF_KIND, name_of

MIRROR = "http://127.0.0.1:8731"

#: The address of this English page names no language.
UNNAMED = "https://www.president.bg/news6311/"


@pytest.mark.parametrize("page", OF_KIND["article"], ids=name_of)
def test_a_stored_article_url_names_its_article_and_keeps_its_slug_and_nothing_else(
    page: dict[str, Any],
) -> None:
    language = "bg" if page["url"].startswith(UNNAMED) else page["language"]
    prefix = "en/" if language == "en" else ""
    facts = parse_url(page["url"])
    assert facts.kind is Kind.ARTICLE
    assert facts.article == ArticleRef(language, page["section"], page["number"])
    assert facts.slug == page["slug"]
    name = f"{prefix}{page['section']}{page['number']}/{page['slug']}"
    assert facts.canonical == f"https://www.president.bg/{name}.html"


@pytest.mark.parametrize("page", OF_KIND["listing"], ids=name_of)
def test_a_stored_listing_url_names_its_page(page: dict[str, Any]) -> None:
    expected = ListingRef(*(page[name] for name in ("language", "section", "label", "page")))
    edition = "mobile" if "//m." in page["url"] else "text"
    assert parse_url(page["url"]) == UrlFacts(Kind.LISTING, listing=expected, edition=edition)


@pytest.mark.parametrize("page", OF_KIND["standing"], ids=name_of)
def test_a_stored_standing_page_is_no_article(page: dict[str, Any]) -> None:
    facts = parse_url(page["url"])
    kind = Kind.STANDING if "/bg/cat" in page["url"] else Kind.STANDING_ITEM
    assert (facts.kind, facts.article, facts.canonical) == (kind, None, None)


#: Spellings of one article by its language; paths are those of www.
SPELLED = {
    "bg": [
        *("HTTPS://WWW.President.BG:443/news1937/slug.html", "http://president.bg:80/news1937/x"),
        *("http://text.president.bg/bg/news1937/slug", "https://text.president.bg/bg/news1937"),
        *("https://text.president.bg/bg/news1937/", "https://text.president.bg/bg/news1937.html"),
        "https://m.president.bg/bg/news1937/another-slug.html",
        "http://www.president.bg:8080/news1937/slug.html",
        "https://www.president.bg./news1937/slug.html",
        "  https://www.president.bg/news1937/slug.html\n",
        *("/news1937/slug.html", "/news1937/.html", "/news1937/slug.html#top", "/news1937/a.HTML"),
        *("//bg//news1937//slug.html//", "/news8/../bg/./news1937/slug.html"),
        *("/news1937/slug.html?lang=bg&skipMobile=1", "/news1937/slug.html?lang=en&lang=bg"),
        *("/news1937/slug.html?lang=de&utm_source=x%ZZ&=&;", "/news1937/slug.html&lang=bg"),
        *("/news1937/slug.html&lang=bg?lang=en", "/bg/news1937/slug.html&lang=en?lang=en"),
        *("/news1937/slug.html;jsessionid=0A1B?language=en", "/news1937;jsessionid=0A1B/x.html"),
        "/news1937/%D0%B2%D0%B5%D1%82%D0%BE.html",
    ],
    "en": [
        *("/en/news1937/slug.html", "/en/news1937/slug.html?lang=bg", "/news1937/x.html&lang=en"),
        *("/news1937/x.html&amp;lang=en", "/news1937/x.html%26lang%3Den", "/news1937/&lang=en"),
        *("/news1937/x.html%3Flang=en", "/news1937/x&lang=en", "/news1937/x.html&lang=en?lang=bg"),
        *("/news1937/x.html?skipMobile=1&lang=en", "/news1937/x.html?skipMobile=1&amp;lang=en"),
    ],
}


@pytest.mark.parametrize(
    ("language", "spelling"), [(name, one) for name, several in SPELLED.items() for one in several]
)
def test_every_spelling_of_an_article_names_it(language: str, spelling: str) -> None:
    url = f"https://www.president.bg{spelling}" if spelling.startswith("/") else spelling
    assert parse_url(url).article == ArticleRef(language, "news", 1937)


SPELLED_LISTINGS = {
    (None, 1): ["/news", "/news/", "/news.html", "/news/all"],
    (None, 7): ["/news/page/7", "/bg/news/page/7.html", "/news/all/7"],
    ("president", 1): ["/news/president/"],
    ("president", 7): ["/news/president/page/7"],
    ("vicepresident", 7): ["/bg/news/vicepresident/page/7"],
    ("other", 3): ["/news/other/page/3"],
}


@pytest.mark.parametrize(
    ("path", "label", "page"),
    [(path, *named) for named in SPELLED_LISTINGS for path in SPELLED_LISTINGS[named]],
)
def test_every_spelling_of_a_listing_names_its_page(
    path: str, label: str | None, page: int
) -> None:
    facts = parse_url(f"https://www.president.bg{path}")
    assert facts.listing == ListingRef("bg", "news", label, page)


OTHER_KINDS = {
    Kind.FRONT: ["", "/", "/en/", "/bg?lang=en"],
    Kind.CALENDAR: ["/bg/calendar/17", "/calendar"],
    Kind.STANDING: ["/cat70", "/en/cat22/Citizenship.html"],
    Kind.STANDING_ITEM: ["/bg/cat40/1000/slug.html", "/cat40/1000"],
    Kind.OTHER: [
        *("/images/", "/calendar/may", "/cat40/1000/slug/more", "/cat40/Slug/1000", "/robots.txt"),
        *("/news0/slug.html", "/news01937/slug.html", "/news１９３７/slug.html"),
        *("/news12345678901234567890/slug.html", "/news1937/slug/more.html", "/News1937/slug.html"),
        *("/decrees1937/slug.html", "/bg/en/news1937/slug.html", "/news/1937/slug.html"),
        *("/news/page", "/news/page/0", "/news/page/-1", "/news/page/last"),
        *("/news/citizenship/page/7", "/photo-gallery/president/page/7"),
    ],
}


@pytest.mark.parametrize(
    ("path", "kind"), [(path, kind) for kind, paths in OTHER_KINDS.items() for path in paths]
)
def test_each_other_shape_has_its_kind(path: str, kind: Kind) -> None:
    facts = parse_url(f"https://www.president.bg{path}")
    assert facts == UrlFacts(kind, edition="www")


def test_an_image_is_canonical_on_www_whichever_edition_shows_it() -> None:
    for host in ("text.president.bg", "m.president.bg", "www.president.bg"):
        facts = parse_url(f"http://{host}/images/a.jpg")
        assert facts.kind is Kind.IMAGE
        assert facts.canonical == "https://www.president.bg/images/a.jpg"


FOREIGN = [
    *("", " ", "news1937", "/bg/news1937/slug.html", "//www.president.bg/news1937/slug.html"),
    *("javascript:void(0)", "mailto:press@president.bg", "ftp://www.president.bg/news1937/x.html"),
    *("http://", "http:///news1937/slug.html", "http://[::1/news1937"),
    "http://www.president.bg:http/news1937/slug.html",
    "http://www.president.bg:99999/news1937/slug.html",
    "http://www.president.bg/news1937/sl\nug.html",
    "http://www.president.bg/news1937/slug\x00.html",
    "http://example.org\\@www.president.bg/news1937/slug.html",
    "http://www.president.bg@example.org/news1937/slug.html",
    "http://who:secret@www.president.bg/news1937/slug.html",
    "http://www.president.bg.example.org/news1937/slug.html",
    *("http://notpresident.bg/news1937/slug.html", "http://127.0.0.1:8731/news1937/slug.html"),
]


@pytest.mark.parametrize("text", FOREIGN)
def test_what_is_no_absolute_url_of_the_site_is_foreign(text: str) -> None:
    assert parse_url(text) == UrlFacts(Kind.FOREIGN)


def test_a_mirror_is_on_the_site_for_the_caller_who_names_it_beside_the_site_itself() -> None:
    facts = parse_url(f"{MIRROR}/en/news1937/slug.html", MIRROR + "/")
    assert facts.canonical == "https://www.president.bg/en/news1937/slug.html"
    assert facts.edition is None
    facts = parse_url("http://mirror.example/bg/news1937/slug.html", "http://Mirror.Example:80")
    assert facts.kind is Kind.ARTICLE
    assert parse_url("https://m.president.bg/bg/news7/x.html", MIRROR).edition == "mobile"


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8732", "http://localhost:8731", "x", "//["])
def test_another_origin_than_the_mirror_is_foreign(origin: str) -> None:
    assert parse_url(f"{MIRROR}/bg/news1937/slug.html", origin).kind is Kind.FOREIGN


SLUGS = st.from_regex(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,40}[A-Za-z0-9])?", fullmatch=True)
REFS = st.builds(
    ArticleRef,
    st.sampled_from(LANGUAGES),
    st.sampled_from([section.name for section in SECTIONS]),
    st.integers(1, 999_999_999),
)
LISTINGS = st.sampled_from(SECTIONS).flatmap(
    lambda section: st.builds(
        ListingRef,
        st.sampled_from(LANGUAGES),
        st.just(section.name),
        st.sampled_from([None, *section.listing_labels]),
        st.integers(1, 999_999_999),
    )
)
EDITIONS_BY_NAME = SITE.editions
EDITIONS = st.sampled_from(list(EDITIONS_BY_NAME.values()))
# fmt: off
PIECES = st.sampled_from([
    "http://", "www.president.bg", "/", "bg", "en", "news", "12", "0", "page", "all", ".html",
    "..", ".", "&lang=en", "?lang=bg", ";", "&", "?", "%", "%2e", "%2F", "%00", "%0A", "%FF", "%25",
    "cat", ":", "#", "[", "@", "ж", "calendar", "images", "president", "\\", " ", "\n", "\ud800",
])
# fmt: on


@st.composite
def spellings(draw: st.DrawFn, ref: ArticleRef, slug: str) -> str:
    scheme = draw(st.sampled_from(["http://", "https://", "HTTP://"]))
    host = draw(st.sampled_from([*HOSTS, "WWW.PRESIDENT.BG"])) + draw(st.sampled_from(["", ":80"]))
    name = f"/{ref.section}{ref.number}/{slug}"
    plain = [""] if ref.language == "bg" else []
    prefix, glued, query = draw(
        st.sampled_from(
            [(f"/{ref.language}", "", ""), ("", f"&lang={ref.language}", "")]
            + [("", "", f"?skipMobile=1&lang={ref.language}")]
            + [("", nothing, "") for nothing in plain]
        )
    )
    tail = draw(st.sampled_from(["", ".html"])) + glued + query
    return f"{scheme}{host}{prefix}{name}{tail}{draw(st.sampled_from(['', '#top']))}"


@given(REFS, st.none() | st.text(min_size=1))
def test_a_canonical_url_names_its_article_alone_and_is_its_own_canonical_url(
    ref: ArticleRef, slug: str | None
) -> None:
    facts = parse_url(article_url(ref, slug))
    assert facts.article == ref
    assert facts.canonical is not None
    assert parse_url(facts.canonical).canonical == facts.canonical


@given(st.data(), REFS, SLUGS)
def test_every_spelling_names_its_article_and_with_one_slug_has_one_canonical_url(
    data: st.DataObject, ref: ArticleRef, slug: str
) -> None:
    facts = parse_url(data.draw(spellings(ref, slug)))
    prefix = "" if ref.language == "bg" else "/en"
    expected = f"https://www.president.bg{prefix}/{ref.section}{ref.number}/{slug}.html"
    assert (facts.article, facts.canonical) == (ref, expected)


@given(REFS, SLUGS, EDITIONS, st.booleans())
def test_a_fetched_url_is_read_back_as_the_article_asked_for(
    ref: ArticleRef, slug: str, edition: Edition, mirrored: bool
) -> None:
    origin = MIRROR if mirrored else edition.origin
    facts = parse_url(edition.fetch_url(ref, slug, origin), origin)
    assert (facts.article, facts.slug) == (ref, slug)
    assert facts.canonical == article_url(ref, slug)
    assert facts.edition == (None if mirrored else edition.name)


@given(REFS, EDITIONS)
def test_an_article_without_a_known_slug_is_asked_for_by_its_number_and_has_none(
    ref: ArticleRef, edition: Edition
) -> None:
    asked = edition.fetch_url(ref, None, edition.origin)
    facts = parse_url(asked)
    assert f"/{ref.section}{ref.number}/{ref.section}{ref.number}.html" in asked
    assert (facts.article, facts.slug, facts.canonical) == (ref, None, article_url(ref))


@given(LISTINGS, EDITIONS, st.booleans())
def test_a_listing_url_is_read_back_as_the_page_asked_for(
    ref: ListingRef, edition: Edition, mirrored: bool
) -> None:
    origin = MIRROR if mirrored else edition.origin
    assert parse_url(edition.listing_url(ref, origin), origin).listing == ref


SHAPES = {
    "text bg": ("/bg/news7/slug.html", "/bg/news/page/2"),
    "text en": ("/en/news7/slug.html", "/en/news/page/2"),
    "mobile bg": ("/bg/news7/slug.html", "/bg/news/page/2"),
    "mobile en": ("/en/news7/slug.html", "/en/news/page/2"),
    "www bg": ("/news7/slug.html", "/news/all/2"),
    "www en": ("/news7/slug.html&lang=en", "/news/all/2?lang=en"),
}


@pytest.mark.parametrize("asked", SHAPES)
def test_each_edition_is_asked_in_the_shapes_it_was_seen_to_use(asked: str) -> None:
    name, language = asked.split()
    edition = SITE.editions[name]
    article = edition.fetch_url(ArticleRef(language, "news", 7), "slug", "")
    assert (article, edition.listing_url(ListingRef(language, "news", None, 2), "")) == SHAPES[
        asked
    ]


LINKED = {
    "en": ["https://www.president.bg/news7/slug.html", f"{MIRROR}/news7/slug.html"],
    "bg": [
        "https://www.president.bg/bg/news7/slug.html",
        "https://www.president.bg/news7/slug.html&lang=bg",
        "https://www.president.bg/news7/slug.html?lang=bg&skipMobile=1",
        *("https://text.president.bg/news7/slug.html", "https://m.president.bg/news7/slug.html"),
    ],
}


@pytest.mark.parametrize("language", LINKED)
def test_a_link_that_names_no_language_is_in_that_of_its_page_on_www_alone(language: str) -> None:
    found = {parse_url(url, MIRROR, "en").article for url in LINKED[language]}
    assert found == {ArticleRef(language, "news", 7)}


@given(st.text() | st.lists(PIECES).map("".join), st.none() | st.text() | st.just(MIRROR))
@example("http://\u2100/", None)  # letters that normalise to a slash
@example("http://www.president.bg/news1/\ud800.html", None)  # half a character
@example("http://www.president.bg/news" + "9" * 5000, None)
def test_no_text_makes_parsing_raise(text: str, origin: str | None) -> None:
    assert parse_url(text, origin).kind in Kind


@given(st.lists(PIECES).map("".join))
def test_canonicalising_is_idempotent_whatever_the_path(path: str) -> None:
    facts = parse_url("http://www.president.bg/news7/" + path)
    if facts.canonical is not None:
        assert parse_url(facts.canonical) == replace(facts, edition="www")


@given(st.text() | st.lists(PIECES).map("".join))
def test_facts_of_an_article_stand_together(text: str) -> None:
    facts = parse_url("http://www.president.bg/" + text)
    is_article = facts.kind is Kind.ARTICLE
    assert (facts.article is not None) is (facts.canonical is not None) is is_article
    assert (facts.listing is not None) is (facts.kind is Kind.LISTING)


def test_sections_have_the_labels_that_were_seen_printed_and_no_others() -> None:
    assert {section.name: dict(section.labels) for section in SECTIONS} == {
        "news": {"bg": "НОВИНИ", "en": "NEWS"},
        "speeches-and-statements": {"bg": "РЕЧИ И ИЗЯВЛЕНИЯ"},
        "interviews-president": {"bg": "ИНТЕРВЮТА"},
        "photo-gallery": {"bg": "ФОТО ГАЛЕРИЯ"},
    }
