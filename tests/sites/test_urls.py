"""URLs of president.bg: the 60 stored ones, their spellings, and whatever else text may be."""

from dataclasses import replace

import pytest
from hypothesis import assume, example, given
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

MIRROR = "http://127.0.0.1:8731"

#: One line a page: what it is, then its URL as stored.
STORED_ARTICLES = """\
bg/news/8147 https://text.president.bg/bg/news8147/prezidentat-rumen-radev-provede-sreshta-s-glavniya-izpalnitelen-direktor-na-uestinghaus-elektrik-kampani-patrik-fragman
bg/news/170 http://text.president.bg/bg/news170/Prezidentat-Rosen-Plevneliev-pristigna-v-Chikago-za-uchastie-v-sreshtata-na-nay-visoko-ravnishte-na-NATO.html
bg/news/6794 http://text.president.bg/news6794/vitseprezidentat-iliyana-yotova-e-patron-na-25-iya-mezhdunaroden-festival-za-lyubitelski-komediyni-teatri-pantomima-i-satira-velko-kanev-v-topolovgrad.html
en/news/5134 http://text.president.bg/en/news5134/rumen-radev-sled-uchastie-v-sreshtata-na-varha-na-oon-po-vaprosite-na-klimata-krayno-vreme-e-balgariya-da-se-vklyuchi-v-evropeyskite-programi-za-vagledobivni-regioni-v-prehod
en/news/83 http://text.president.bg/en/news83/Po-strategicheskite-prioriteti-za-razvitieto-na-Balgariya-e-neobhodim-nadpartien-konsensus.html
bg/news/6794 https://text.president.bg/bg/news6794/vitseprezidentat-iliyana-yotova-e-patron-na-25-iya-mezhdunaroden-festival-za-lyubitelski-komediyni-teatri-pantomima-i-satira-velko-kanev-v-topolovgrad.html
en/news/3551 https://text.president.bg/en/news3551/rumen-radev-vstapi-v-dlazhnost-kato-prezident-na-republika-balgariya.html
bg/news/1076 http://text.president.bg/bg/news1076/rosen-plevneliev-samo-zaedno-i-chrez-dialog-po-problemite-na-natsiyata-mozhem-dnes-da-badem-polezni-na-mayka-balgariya.html
en/news/7667 http://text.president.bg/en/news7667/vitseprezidentat-uchilishtata-ni-zad-granitsa-se-utvarzhdavat-kato-duhovni-tsentrove-za-balgarskata-obshtnost
en/news/1848 http://text.president.bg/en/news1848/rosen-plevneliev-v-bryuksel-balgariya-e-predpriela-reditsa-merki-za-spravyane-s-migratsionniya-natisk
bg/news/200 https://text.president.bg/bg/news200/Viceprezidentat-Margarita-Popova-dade-nachaloto-na-iniciativata-Zabavnoto-lyatno-chetene.html
en/news/2614 https://text.president.bg/en/news2614/prezidentat-rosen-plevneliev-razgovarya-s-vitsepremiera-i-ministar-na-vanshnite-raboti-i-evropeyskite-vaprosi-na-harvatiya-vesna-pusich.html
en/news/1081 https://text.president.bg/en/news1081/prezidentite-na-balgariya-i-izrael-otbelyazaha-v-bryuksel-70-godishninata-ot-spasyavaneto-na-balgarskite-evrei-prez-vtorata-svetovna-voyna.html
en/news/287 https://text.president.bg/en/news287/Rosen-Plevneliev-pred-BBC-World-Razsledvaneto-na-atentata-v-Burgas-raboti-samo-s-dokazatelstva-i-fakti
bg/photo-gallery/4591 https://text.president.bg/bg/photo-gallery4591/za-poredna-godina-prezidentskata-institutsiya-otvori-vrati-za-grazhdani-po-sluchay-evropeyskite-dni-na-nasledstvoto.html
bg/news/8445 https://text.president.bg/bg/news8445/rumen-radev-se-sreshtna-s-uchenitsi-sazdali-izlozhbata-ne-prenasyayte-voynata-ot-vashite-umove-v-nashite-sartsa-predstavena-v-prezidentskata-institutsiya.html
en/news/2791 http://text.president.bg/en/news2791/balgariya-shte-bade-domakin-na-sledvashtata-sreshta-na-prezidentite-ot-grupata-arayolush
bg/news/7398 http://text.president.bg/news7398/vitseprezidentat-v-troyan-traditsionnite-balgarski-festivali-sazdavat-useshtane-za-sigurnost-i-zdrava-vrazka-s-korenite.html
bg/news/70 https://text.president.bg/bg/news70/Blizo-90-uchenici-ot-balgarskite-obshtnosti-zad-granica-gostuvaha-na-prezidenta-Rosen-Plevneliev
bg/news/200 http://text.president.bg/bg/news200/Viceprezidentat-Margarita-Popova-dade-nachaloto-na-iniciativata-Zabavnoto-lyatno-chetene
en/news/1212 http://text.president.bg/en/news1212/rosen-plevneliev-v-prezidentstvoto-nyama-da-ima-zadkulisni-dogovorki-i-pregovori-na-tamno
en/news/4121 https://text.president.bg/en/news4121/prezidentat-rumen-radev-ne-mozhem-poveche-da-se-prestruvame-che-klimatichnite-promeni-ne-sa-problem.html
en/news/103 http://m.president.bg/en/news103/Neobhodima-e-nova-strategiya-za-balgarite-v-chujbina-spored-viceprezidenta-Margarita-Popova.html
en/speeches-and-statements/3392 https://m.president.bg/en/speeches-and-statements3392/izkazvane-na-prezidenta-rosen-plevneliev-na-obshtiya-debat-na-71-vata-sesiya-na-obshtoto-sabranie-na-oon.html
en/news/1545 https://m.president.bg/en/news1545/prezidentat-rosen-plevneliev-obsadi-situatsiyata-s-migratsionniya-natisk-v-evropa-s-poslanitsite-na-italiya-i-gartsiya.html
bg/speeches-and-statements/5582 https://m.president.bg/bg/speeches-and-statements5582/izyavlenie-na-prezidenta-rumen-radev-po-vreme-na-predstavyaneto-na-parva-chast-ot-proekt-za-natsionalen-strategicheski-dokument.html
en/news/6046 https://m.president.bg/en/news6046/rumen-radev-balgariya-poe-domakinstvoto-na-initsiativata-tri-moreta-v-klyuchov-moment-kogato-dialogat-dovede-do-prakticheska-realizatsiya-na-obshti-proekti
bg/speeches-and-statements/4185 https://m.president.bg/bg/speeches-and-statements4185/izyavlenie-na-vitseprezidenta-iliyana-yotova-po-vreme-na-otchetnata-preskonferentsiya-po-povod-godishninata-ot-vstapvane-v-dlazhnost
en/news/1081 https://m.president.bg/en/news1081/the-presidents-of-bulgaria-and-israel-commemorated-the-70th-anniversary-of-the-saving-of-the-bulgarian-jews-during-world-war-ii.html
en/news/101 https://m.president.bg/en/news101/Priklyuchi-mesecat-na-politicheskite-konsultacii-iniciiran-ot-prezidenta-Rosen-Plevneliev.html
en/news/162 https://m.president.bg/en/news162/Margarita-Popova-Strategiyata-za-balgarite-v-chujbina-tryabva-da-otchita-i-glasa-na-balgarskite-obshtnosti-zad-granica.html
en/speeches-and-statements/6890 https://m.president.bg/en/speeches-and-statements6890/izyavlenie-na-prezidenta-na-republika-balgariya-rumen-radev-na-27-ata-konferentsiya-na-stranite-po-ramkovata-konventsiya-na-oon-po-izmenenie-na-klimata.html
bg/interviews-president/3787 https://m.president.bg/bg/interviews-president3787/opovestyavaneto-na-stenogramata-za-ktb-shte-bade-test-za-tova-dali-obshtestvoto-ni-zasluzhava-prozrachnost-intervyu-na-prezidenta-rumen-radev-za-btv-ii-chast.html
en/news/5680 https://m.president.bg/en/news5680/prezidentat-rumen-radev-prie-domakinstvoto-na-sledvashtata-sreshta-na-varha-na-regionalnata-initsiativa-tri-moreta.html
bg/news/8396 https://www.president.bg/news8396/prezidentat-sezira-konstitutsionniya-sad-za-zadalzhitelno-talkuvane-na-konstitutsiyata-i-obyavyavane-za-nishtozhen-otkaza-na-predsedatelya-na-parlamenta-da-postavi-za-razglezhdane-ot-narodnoto-sabranie-predlozhenieto-za-proizvezhdane-na-natsionalen-refere.html
bg/news/6311 https://www.president.bg/news6311/darzhavniyat-glava-rumen-radev-provede-telefonen-razgovor-sas-svoya-avstriyski-kolega-aleksander-van-der-belen.html
bg/news/875 https://www.president.bg/news875/prezident-konstitucionen-sad-iziavlenie-informacia.html
bg/news/6794 https://www.president.bg/news6794/vitseprezidentat-iliyana-yotova-e-patron-na-25-iya-mezhdunaroden-festival-za-lyubitelski-komediyni-teatri-pantomima-i-satira-velko-kanev-v-topolovgrad.html
bg/news/8510 https://www.president.bg/news8510/rumen-radev-balgariya-e-bila-silna-i-prosperirashta-kogato-vrazkata-mezhdu-naroda-i-armiyata-e-ustoyavala-na-izpitaniyata.html
bg/news/5827 https://www.president.bg/news5827/vitseprezidentat-na-3-mart-zaedno-shte-vazstanovim-otnovo-darzhavnostta.html?lang=bg&skipMobile=1
en/news/6103 https://www.president.bg/news6103/the-president-partnering-with-azerbaijan-strengthens-energy-diversification-not-only-for-bulgaria-but-for-the-eu-as-well.html&lang=en
bg/news/7519 https://www.president.bg/news7519/prezidentat-radev-otstoyavaneto-na-natsionalnite-interesi-iziskva-kompetentni-lideri-v-sektora-na-sigurnostta.html
bg/news/5348 https://www.president.bg/news5348/prezidentat-rumen-radev-udostoi-s-darzhavni-otlichiya-deytsi-na-kulturata-naukata-i-meditsinata.html
bg/photo-gallery/8349 https://www.president.bg/photo-gallery8349/official-visit-to-bulgaria-of-the-president-of-poland-andrzej-duda.html
"""
#: Language, section, filter, page.
STORED_LISTINGS = """\
en news president 190 https://text.president.bg/en/news/president/page/190
en news - 8 http://text.president.bg/en/news/page/8
bg news - 1001 http://text.president.bg/news/page/1001
bg news vicepresident 122 http://text.president.bg/news/vicepresident/page/122
en news president 293 http://text.president.bg/en/news/president/page/293
en news president 315 https://text.president.bg/en/news/president/page/315
en news - 398 https://text.president.bg/en/news/page/398.html
en news president 263 https://text.president.bg/en/news/president/page/263
bg news - 1420 https://m.president.bg/news/page/1420
en news - 308 https://m.president.bg/en/news/page/308
en speeches-and-statements - 18 https://m.president.bg/en/speeches-and-statements/page/18
bg news - 1063 https://m.president.bg/news/page/1063
"""
STORED_OTHERS = """\
standing_item https://text.president.bg/en/cat49/810/statement-by-president-rosen-plevneliev-at-his-4th-annual-press-conference.html
standing https://text.president.bg/bg/cat8/Administracia
standing https://m.president.bg/bg/cat4/Komisii
standing_item https://m.president.bg/en/cat40/1000/campaign-John-Atanasoff-awards-begins-2017-edition-of-the-president-of-the-republic.html
"""


def _rows(stored: str) -> list[list[str]]:
    return [line.split() for line in stored.splitlines()]


@pytest.mark.parametrize(("article_id", "url"), _rows(STORED_ARTICLES))
def test_a_stored_article_url_names_its_article(article_id: str, url: str) -> None:
    facts = parse_url(url)
    assert facts.kind is Kind.ARTICLE
    assert facts.article is not None
    assert facts.article.id == article_id


@pytest.mark.parametrize(("article_id", "url"), _rows(STORED_ARTICLES))
def test_a_stored_article_url_keeps_its_slug_and_nothing_else(article_id: str, url: str) -> None:
    written = url.rsplit("/", 1)[1].split(".html")[0]
    prefix = "en/" if article_id.startswith("en/") else ""
    name = "".join(article_id.split("/")[1:])
    facts = parse_url(url)
    assert facts.slug == written
    assert facts.canonical == f"https://www.president.bg/{prefix}{name}/{written}.html"


@pytest.mark.parametrize(("language", "section", "label", "page", "url"), _rows(STORED_LISTINGS))
def test_a_stored_listing_url_names_its_page(
    language: str, section: str, label: str, page: str, url: str
) -> None:
    expected = ListingRef(language, section, None if label == "-" else label, int(page))
    edition = "mobile" if "//m." in url else "text"
    assert parse_url(url) == UrlFacts(Kind.LISTING, listing=expected, edition=edition)


@pytest.mark.parametrize(("kind", "url"), _rows(STORED_OTHERS))
def test_a_stored_standing_page_is_no_article(kind: str, url: str) -> None:
    facts = parse_url(url)
    assert (facts.kind, facts.article, facts.canonical) == (Kind(kind), None, None)


def test_all_sixty_stored_pages_are_told_apart_here() -> None:
    assert len(_rows(STORED_ARTICLES) + _rows(STORED_LISTINGS) + _rows(STORED_OTHERS)) == 60


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.president.bg/news1937/slug.html",
        "http://text.president.bg/bg/news1937/slug",
        "https://m.president.bg/bg/news1937/another-slug.html",
        "HTTPS://WWW.President.BG:443/news1937/slug.html",
        "http://president.bg:80/news1937/slug.html",
        "http://www.president.bg:8080/news1937/slug.html",
        "https://www.president.bg./news1937/slug.html",
        "https://text.president.bg/bg/news1937",
        "https://text.president.bg/bg/news1937/",
        "https://text.president.bg/bg/news1937.html",
        "https://www.president.bg/news1937/.html",
        "https://www.president.bg//bg//news1937//slug.html//",
        "https://www.president.bg/news8/../bg/./news1937/slug.html",
        "https://www.president.bg/news1937/slug.html#top",
        "https://www.president.bg/news1937/slug.HTML",
        "https://www.president.bg/news1937/slug.html?lang=bg&skipMobile=1",
        "https://www.president.bg/news1937/slug.html?lang=en&lang=bg",
        "https://www.president.bg/news1937/slug.html?lang=de&utm_source=x%ZZ&=&;",
        "https://www.president.bg/news1937/slug.html&lang=bg",
        "https://www.president.bg/news1937/slug.html&lang=bg?lang=en",
        "https://www.president.bg/news1937/slug.html;jsessionid=0A1B?language=en",
        "https://www.president.bg/news1937;jsessionid=0A1B/slug.html",
        "https://www.president.bg/bg/news1937/slug.html&lang=en?lang=en",
        "https://www.president.bg/news1937/%D0%B2%D0%B5%D1%82%D0%BE.html",
        "  https://www.president.bg/news1937/slug.html\n",
    ],
)
def test_every_spelling_of_a_bulgarian_article_names_it(spelling: str) -> None:
    assert parse_url(spelling).article == ArticleRef("bg", "news", 1937)


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.president.bg/en/news1937/slug.html",
        "https://www.president.bg/en/news1937/slug.html?lang=bg",
        "https://www.president.bg/news1937/slug.html&lang=en",
        "https://www.president.bg/news1937/slug.html&amp;lang=en",
        "https://www.president.bg/news1937/slug.html%26lang%3Den",
        "https://www.president.bg/news1937/slug.html%3Flang=en",
        "https://www.president.bg/news1937/slug&lang=en",
        "https://www.president.bg/news1937/&lang=en",
        "https://www.president.bg/news1937/slug.html?skipMobile=1&lang=en",
        "https://www.president.bg/news1937/slug.html?skipMobile=1&amp;lang=en",
        "https://www.president.bg/news1937/slug.html&lang=en?lang=bg",
    ],
)
def test_every_spelling_of_an_english_article_names_it(spelling: str) -> None:
    assert parse_url(spelling).article == ArticleRef("en", "news", 1937)


@pytest.mark.parametrize(
    ("path", "label", "page"),
    [
        ("/news", None, 1),
        ("/news/", None, 1),
        ("/news.html", None, 1),
        ("/news/page/7", None, 7),
        ("/bg/news/page/7.html", None, 7),
        ("/news/all", None, 1),
        ("/news/all/7", None, 7),
        ("/news/president/", "president", 1),
        ("/news/president/page/7", "president", 7),
        ("/bg/news/vicepresident/page/7", "vicepresident", 7),
        ("/news/other/page/3", "other", 3),
    ],
)
def test_every_spelling_of_a_listing_names_its_page(
    path: str, label: str | None, page: int
) -> None:
    assert parse_url(f"https://www.president.bg{path}").listing == ListingRef(
        "bg", "news", label, page
    )


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", Kind.FRONT),
        ("/", Kind.FRONT),
        ("/en/", Kind.FRONT),
        ("/bg?lang=en", Kind.FRONT),
        ("/bg/calendar/17", Kind.CALENDAR),
        ("/calendar", Kind.CALENDAR),
        ("/cat70", Kind.STANDING),
        ("/en/cat22/Citizenship.html", Kind.STANDING),
        ("/bg/cat40/1000/slug.html", Kind.STANDING_ITEM),
        ("/cat40/1000", Kind.STANDING_ITEM),
        ("/images/", Kind.OTHER),
        ("/calendar/may", Kind.OTHER),
        ("/cat40/1000/slug/more", Kind.OTHER),
        ("/cat40/Slug/1000", Kind.OTHER),
        ("/news0/slug.html", Kind.OTHER),
        ("/news01937/slug.html", Kind.OTHER),
        ("/news１９３７/slug.html", Kind.OTHER),
        ("/news12345678901234567890/slug.html", Kind.OTHER),
        ("/news1937/slug/more.html", Kind.OTHER),
        ("/decrees1937/slug.html", Kind.OTHER),
        ("/bg/en/news1937/slug.html", Kind.OTHER),
        ("/news/1937/slug.html", Kind.OTHER),
        ("/news/page", Kind.OTHER),
        ("/news/page/0", Kind.OTHER),
        ("/news/page/-1", Kind.OTHER),
        ("/news/page/last", Kind.OTHER),
        ("/news/citizenship/page/7", Kind.OTHER),
        ("/photo-gallery/president/page/7", Kind.OTHER),
        ("/robots.txt", Kind.OTHER),
    ],
)
def test_each_other_shape_has_its_kind(path: str, kind: Kind) -> None:
    facts = parse_url(f"https://www.president.bg{path}")
    assert facts == UrlFacts(kind, edition="www")


def test_an_image_is_canonical_on_www_whichever_edition_shows_it() -> None:
    for host in ("text.president.bg", "m.president.bg", "www.president.bg"):
        facts = parse_url(f"http://{host}/images/a.jpg")
        assert facts.kind is Kind.IMAGE
        assert facts.canonical == "https://www.president.bg/images/a.jpg"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "news1937",
        "/bg/news1937/slug.html",
        "//www.president.bg/news1937/slug.html",
        "javascript:void(0)",
        "mailto:press@president.bg",
        "ftp://www.president.bg/news1937/slug.html",
        "http://",
        "http:///news1937/slug.html",
        "http://[::1/news1937",
        "http://www.president.bg:http/news1937/slug.html",
        "http://www.president.bg:99999/news1937/slug.html",
        "http://www.president.bg/news1937/sl\nug.html",
        "http://www.president.bg/news1937/slug\x00.html",
        "http://example.org\\@www.president.bg/news1937/slug.html",
        "http://www.president.bg@example.org/news1937/slug.html",
        "http://www.president.bg.example.org/news1937/slug.html",
        "http://notpresident.bg/news1937/slug.html",
        "http://127.0.0.1:8731/news1937/slug.html",
    ],
)
def test_what_is_no_absolute_url_of_the_site_is_foreign(text: str) -> None:
    assert parse_url(text) == UrlFacts(Kind.FOREIGN)


def test_a_mirror_is_on_the_site_for_the_caller_who_names_it() -> None:
    facts = parse_url(f"{MIRROR}/en/news1937/slug.html", MIRROR + "/")
    assert facts.canonical == "https://www.president.bg/en/news1937/slug.html"
    assert facts.edition is None


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8732", "http://localhost:8731", "x", "//["])
def test_another_origin_than_the_mirror_is_foreign(origin: str) -> None:
    assert parse_url(f"{MIRROR}/bg/news1937/slug.html", origin).kind is Kind.FOREIGN


def test_the_site_itself_is_known_beside_a_mirror() -> None:
    assert parse_url("https://m.president.bg/bg/news7/x.html", MIRROR).edition == "mobile"


def test_a_mirror_may_write_its_default_port_or_leave_it_out() -> None:
    facts = parse_url("http://mirror.example/bg/news1937/slug.html", "http://Mirror.Example:80")
    assert facts.kind is Kind.ARTICLE


def test_capitals_of_a_slug_are_kept() -> None:
    assert parse_url("https://m.president.bg/bg/news170/Na-NATO.html").slug == "Na-NATO"


def test_a_section_name_in_capitals_is_no_known_shape() -> None:
    assert parse_url("https://www.president.bg/News1937/slug.html").kind is Kind.OTHER


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
def spellings(draw: st.DrawFn, ref: ArticleRef, slug: str | None = None) -> str:
    scheme = draw(st.sampled_from(["http://", "https://", "HTTP://"]))
    host = draw(st.sampled_from([*HOSTS, "WWW.PRESIDENT.BG"])) + draw(st.sampled_from(["", ":80"]))
    name = f"/{ref.section}{ref.number}/{slug or draw(SLUGS)}"
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


@given(st.data(), REFS)
def test_all_spellings_of_an_article_name_the_same_article(
    data: st.DataObject, ref: ArticleRef
) -> None:
    assert parse_url(data.draw(spellings(ref))).article == ref


@given(REFS, REFS, SLUGS)
def test_no_two_articles_share_a_canonical_url(
    one: ArticleRef, other: ArticleRef, slug: str
) -> None:
    assume(one != other)
    assert article_url(one, slug) != article_url(other, slug)


@given(REFS, st.none() | st.text(min_size=1))
def test_a_canonical_url_is_its_own_canonical_url(ref: ArticleRef, slug: str | None) -> None:
    canonical = parse_url(article_url(ref, slug)).canonical
    assert canonical is not None
    assert parse_url(canonical).canonical == canonical


@given(REFS, REFS, SLUGS, SLUGS)
def test_canonicalising_never_merges_two_numbers(
    one: ArticleRef, other: ArticleRef, slug: str, another: str
) -> None:
    assume((one.section, one.number) != (other.section, other.number))
    first, second = (
        f"https://m.president.bg{path}" for path in (path_of(one, slug), path_of(other, another))
    )
    assert parse_url(first).canonical != parse_url(second).canonical


def path_of(ref: ArticleRef, slug: str) -> str:
    return f"/{ref.language}/{ref.section}{ref.number}/{slug}.html"


@given(st.data(), REFS, SLUGS)
def test_every_spelling_with_one_slug_has_one_canonical_url(
    data: st.DataObject, ref: ArticleRef, slug: str
) -> None:
    written = data.draw(spellings(ref, slug))
    prefix = "" if ref.language == "bg" else "/en"
    expected = f"https://www.president.bg{prefix}/{ref.section}{ref.number}/{slug}.html"
    assert parse_url(written).canonical == expected


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


@pytest.mark.parametrize(
    ("edition", "language", "article", "listing"),
    [
        ("text", "bg", "/bg/news7/slug.html", "/bg/news/page/2"),
        ("text", "en", "/en/news7/slug.html", "/en/news/page/2"),
        ("mobile", "bg", "/bg/news7/slug.html", "/bg/news/page/2"),
        ("mobile", "en", "/en/news7/slug.html", "/en/news/page/2"),
        ("www", "bg", "/news7/slug.html", "/news/all/2"),
        ("www", "en", "/news7/slug.html&lang=en", "/news/all/2?lang=en"),
    ],
)
def test_each_edition_is_asked_in_the_shapes_it_was_seen_to_use(
    edition: str, language: str, article: str, listing: str
) -> None:
    asked = EDITIONS_BY_NAME[edition]
    ref = ArticleRef(language, "news", 7)
    assert asked.fetch_url(ref, "slug", asked.origin) == asked.origin + article
    page = ListingRef(language, "news", None, 2)
    assert asked.listing_url(page, asked.origin) == asked.origin + listing


@pytest.mark.parametrize(
    ("url", "language"),
    [
        ("https://www.president.bg/news7/slug.html", "en"),
        (f"{MIRROR}/news7/slug.html", "en"),
        ("https://www.president.bg/bg/news7/slug.html", "bg"),
        ("https://www.president.bg/news7/slug.html&lang=bg", "bg"),
        ("https://www.president.bg/news7/slug.html?lang=bg&skipMobile=1", "bg"),
        ("https://text.president.bg/news7/slug.html", "bg"),
        ("https://m.president.bg/news7/slug.html", "bg"),
    ],
)
def test_a_link_that_names_no_language_is_in_that_of_its_page_on_www_alone(
    url: str, language: str
) -> None:
    article = parse_url(url, MIRROR, "en").article
    assert article is not None
    assert article.language == language


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
