"""Small pages of what real markup does to an article: each is read exactly, or refused.

In a pattern ``{H}`` is the headline as ``<h1>``, ``{D}`` the date, ``{A} {B} {C}`` paragraphs, and
``{T}`` is the label with three teasers; a small letter is the same without its element. All texts
are made up, and every page is read in each edition and language.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import pytest

from presidency_scraper import read_page
from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article
from presidency_scraper.sites.president_bg import SITE
from presidency_scraper.sites.president_bg.slugs import make_slug
from tests.conftest import SLOW
from tests.sites.dress import SEEN

WORDS = {
    "bg": {
        "h": "Президентът откри учебната година в Троян",
        "a": "Президентът Румен Радев поздрави учениците и учителите за първия учебен ден.",
        "b": "„Образованието е най-важната инвестиция“, каза държавният глава пред гостите.",
        "c": "В церемонията участваха кметът на града, родители и представители на общността.",
        "l": "НОВИНИ",
        "m": "ОЩЕ ОТ НОВИНИ",
        "www": "24 Септември 2025 | 17:17",
    },
    "en": {
        "h": "The President opened the school year in the town of Troyan",
        "a": "President Rumen Radev congratulated pupils and teachers on their first day.",
        "b": "“Education is the most important investment”, the head of state told the guests.",
        "c": "The mayor of the town, parents and members of the community took part in it.",
        "l": "NEWS",
        "m": "MORE FROM NEWS",
        "www": "24 September 2025 | 17:17",
    },
}
TEASERS = {
    "bg": [
        ("Държавният глава замина за Токио", "Посещението ще продължи три дни."),
        ("Вицепрезидентът награди млади учени", "Наградите бяха връчени в Гербовата зала."),
        ("Среща с посланика на Япония", "Обсъдени бяха двустранните отношения."),
    ],
    "en": [
        ("The head of state left for Tokyo", "The visit will last for three days."),
        ("The Vice President awarded scientists", "The awards were presented in Sofia."),
        ("A meeting with the ambassador of Japan", "Relations of the two were discussed."),
    ],
}
TEASER = '<div><h4><a href="{path}">{head}</a></h4><p>{date}</p><p>{lead}</p></div>'
DATED = "16 октомври 2025 | 11:11"
FACES = [(edition, language) for edition in SITE.editions for language in ("bg", "en")]
every_face = pytest.mark.parametrize("face", FACES, ids="-".join)


def every_face_with(name: str, kinds: Iterable[str]) -> pytest.MarkDecorator:
    """Each pair of a face and one of *kinds*; all but a fourth of them are slow.

    That fourth has every face and every kind.
    """
    pairs = [
        pytest.param(
            face, kind, marks=SLOW if (row + column) % 4 else (), id=f"{'-'.join(face)}-{kind}"
        )
        for row, face in enumerate(FACES)
        for column, kind in enumerate(kinds)
    ]
    return pytest.mark.parametrize(("face", name), pairs)


bulgarian = pytest.mark.parametrize("face", [one for one in FACES if "bg" in one], ids="-".join)


def page_of(pattern: str, face: tuple[str, str], label: str, teaser: str, count: int) -> str:
    edition, language = face
    words = WORDS[language]
    raw = words | {"d": words["www"] if edition == "www" else "2025-09-24 17:17:00"}
    written = {name.upper(): f"<p>{raw[name]}</p>" for name in "abcl"}
    written |= {"H": f"<h1>{raw['h']}</h1>", "D": f"<div>{raw['d']}</div>"}
    prefix = "" if edition == "www" else f"/{language}"
    teasers = "".join(
        teaser.format(path=f"{prefix}/news{at}/{make_slug(head)}.html", head=head, date=DATED,
                      lead=lead)
        for at, (head, lead) in enumerate(TEASERS[language][:count], 9001)
    )  # fmt: skip
    body = pattern.format(**raw, **written, T=label.format(**raw, **written) + teasers)
    return f"<html><head><meta charset=utf-8></head><body>{body}</body></html>"


def read(
    pattern: str,
    face: tuple[str, str],
    *,
    label: str = "<h3>{m}</h3>",
    teaser: str = TEASER,
    count: int = 3,
    section: str = "news",
) -> Article:
    return read_html(page_of(pattern, face, label, teaser, count), face, section)


def read_html(html: str, face: tuple[str, str], section: str = "news") -> Article:
    edition, language = face
    where = "" if edition == "www" else f"/{language}"
    asked = "&lang=en" if face == ("www", "en") else ""
    slug = make_slug(WORDS[language]["h"])
    page = read_page(
        html.encode(),
        url=f"{SITE.editions[edition].origin}{where}/{section}8601/{slug}.html{asked}",
        content_type="text/html",
        seen_at=SEEN,
        edition=edition,
    )
    assert isinstance(page, Article)
    return page


def check(pattern: str, face: tuple[str, str], text: Sequence[str] = "abc", **more: Any) -> Article:
    """Assert that the page is read exactly; *text* says or names its paragraphs."""
    page, words = read(pattern, face, **more), WORDS[face[1]]
    assert page.headline == words["h"]
    assert page.published.iso.startswith("2025-09-24T17:17")
    assert list(page.paragraphs) == [words.get(part, part) for part in text]
    due = TEASERS[face[1]][: more.get("count", 3)]
    assert [(one.headline, one.lead) for one in page.teasers] == due
    assert [one.target.number for one in page.teasers] == [9001 + at for at in range(len(due))]
    return page


def ordered(pattern: str, more: dict[str, str]) -> list[str]:
    """The paragraphs of *pattern* as they come, *more* being what else stands there."""
    names = {"{A}": "a", "{B}": "b", "{C}": "c"} | more
    return [names[one] for one in sorted(names, key=pattern.find) if one in pattern]


def check_refused(pattern: str, face: tuple[str, str], reason: str, **more: Any) -> None:
    with pytest.raises(LayoutError, match=reason):
        read(pattern, face, **more)


def check_unless_refused(pattern: str, face: tuple[str, str], **more: Any) -> None:
    with suppress(LayoutError):
        check(pattern, face, **more)


# A paragraph beside a picture

IMG = '<img src="/images/news/a.jpg">'
PIXEL = '<img src="/px.gif" width=1 height=1 alt="">'
BESIDE = {
    "in one box": f"<section>{IMG}{{B}}</section>",
    "on its line": f"<section>{IMG}{{b}}</section>",
    "above it": f"<div>{{b}}<figure>{IMG}</figure></div>",
    "a paragraph above it": f"<div>{{B}}{IMG}</div>",
    "in a figure": f"<figure>{IMG}{{B}}</figure>",
    "in a row": f"<table><tr><td>{IMG}</td><td>{{b}}</td></tr></table>",
    "in a row before it": f"<table><tr><td>{{b}}</td><td>{IMG}</td></tr></table>",
    "in two columns": f"<div><div>{IMG}</div><div>{{b}}</div></div>",
    "with a pixel": f"<div>{PIXEL}{{B}}</div>",
    "before a pixel": f"<div>{{B}}{PIXEL}</div>",
}
PLACES = [
    "{L}{H}{D}{A}@{C}{T}",
    "{L}{D}{H}{A}@{C}{T}",
    "{L}{H}{D}@{A}{C}{T}",
    "{L}{D}{H}{A}{C}@{T}",
    "{L}{D}{H}@{T}",
]


@every_face
class TestAParagraphBesideAPicture:
    @pytest.mark.parametrize("beside", BESIDE)
    def test_is_text_wherever_it_stands(self, face: tuple[str, str], beside: str) -> None:
        for place in PLACES:
            check(place.replace("@", BESIDE[beside]), face, ordered(place, {"@": "b"}))

    def test_is_refused_where_it_is_written_as_a_caption(self, face: tuple[str, str]) -> None:
        box = f"<div>{IMG}<div>{{b}}</div></div>"
        check_refused(f"{{L}}{{H}}{{D}}{{A}}{box}{{C}}{{T}}", face, "caption")

    def test_is_none_where_it_says_that_it_is_a_caption(self, face: tuple[str, str]) -> None:
        said = "Снимка: Пресцентър на президента."
        page = check(f"{{L}}{{H}}{{D}}{{A}}<div>{IMG}<p>{said}</p></div>{{B}}{{C}}{{T}}", face)
        assert [image.caption for image in page.images] == [said]


CREDITED = ("Автор", "Снимка", "Източник", "Фотограф", "Photo", "Source", "Author")


@every_face
@pytest.mark.parametrize("box", ["<section>@</section>", "<div>@</div>", "<figure>@</figure>"])
class TestASentenceThatBeginsLikeACredit:
    def test_is_refused_beside_a_picture(self, face: tuple[str, str], box: str) -> None:
        for word in CREDITED:
            for place in PLACES[:3]:
                said = f"<p>{word}: така е кръстен вестникът, който беше представен вчера.</p>"
                check_refused(place.replace("@", box.replace("@", IMG + said)), face, "caption")

    def test_is_a_credit_where_it_is_a_name(self, face: tuple[str, str], box: str) -> None:
        for word in CREDITED:
            for said in (f"{word}: Иван Иванов.", f"{word}: Пресцентър на президента"):
                page = box.replace("@", f"{IMG}<p>{said}</p>")
                read_page = check(f"{{L}}{{H}}{{D}}{{A}}{page}{{B}}{{C}}{{T}}", face)
                assert [image.caption for image in read_page.images] == [said]

    def test_is_refused_by_itself_where_it_is_a_name(self, face: tuple[str, str], box: str) -> None:
        page = box.replace("@", "<p>Снимка: Иван Иванов.</p>")
        check_refused(f"{{L}}{{H}}{{D}}{{A}}{page}{{B}}{{C}}{{T}}", face, "caption")

    def test_about_what_was_done_is_text(self, face: tuple[str, str], box: str) -> None:
        said = "Написан от учениците, сценарият беше посветен на първия учебен ден."
        page = box.replace("@", f"{IMG}<p>{said}</p>")
        check(f"{{L}}{{H}}{{D}}{{A}}{page}{{C}}{{T}}", face, ["a", said, "c"])


DAYS = (
    "София, 3 март 2015 г.|София, 3 март 2015|Ню Йорк, 28 септември 2015|24.05.2017|3 март 2015|"
    "24 януари 2018, Гербова зала на „Дондуков“ 2|Брюксел, май 2018|Шипка, 3 март 2015 година|"
    "New York, 28 September 2015|(София, 24 май 2018)"
).split("|")
UNDER = {
    "in one box": f"<div>{IMG}<p>@</p></div>",
    "on its line": f"<div>{IMG}<span>@</span></div>",
    "behind a break": f"<p>{IMG}<br>@</p>",
    "above it": f"<div><p>@</p>{IMG}</div>",
    "in a figure": f"<figure>{IMG}<p>@</p></figure>",
    "in a row": f"<table><tr><td>{IMG}</td><td>@</td></tr></table>",
    "in a list": f"<ul><li>{IMG}</li><li>@</li></ul>",
    "in a heading": f"<div>{IMG}<h4>@</h4></div>",
    "under it": f"<p>{IMG}</p><p>@</p>",
    "as first": f"{IMG}<div>@</div>",
    "in a gallery": f"<div>{IMG}{IMG}<p>@</p></div>",
}


@every_face_with("under", UNDER)
class TestThePlaceAndDateOfASpeechBesideAPicture:
    def test_are_never_lost(self, face: tuple[str, str], under: str) -> None:
        for place in AROUND.values():
            for said in DAYS:
                page = place.replace("@", UNDER[under].replace("@", said))
                text = ordered(place, {"@": said})
                check_unless_refused(page, face, text=text, section="speeches-and-statements")

    def test_are_a_caption_where_the_picture_says_so(
        self, face: tuple[str, str], under: str
    ) -> None:
        for said in DAYS:
            page = UNDER[under].replace("@", said).replace(IMG, IMG[:-1] + f' alt="{said}">')
            check(f"{{L}}{{H}}{{D}}{{A}}{page}{{B}}{{C}}{{T}}", face)

    def test_are_no_reason_to_refuse_a_caption(self, face: tuple[str, str], under: str) -> None:
        if under in ("under it", "as first"):
            return  # what may be a caption there is refused
        for said in ("Румен Радев на Шипка", "Тържествата на връх Шипка на 3 март 2015"):
            page = UNDER[under].replace("@", said)
            check(f"{{L}}{{H}}{{D}}{{A}}{page}{{B}}{{C}}{{T}}", face)


# What the slug says of the headline


@every_face
class TestAHeadingThatTheSlugDenies:
    TOPLINES = ("<h2>Образование</h2>", "<h2>Посещение в Троян</h2>", "<h4>topline</h4>")

    @pytest.mark.parametrize("topline", TOPLINES)
    def test_between_date_and_headline_is_a_topline(
        self, face: tuple[str, str], topline: str
    ) -> None:
        for head in ("{H}", "<div><h1><span>{h}</span></h1></div>"):
            exact_unless_www(f"{{L}}{{D}}{topline}{head}{{A}}{{B}}{{C}}{{T}}", face)

    @pytest.mark.parametrize("said", ["Вход", "Login", "Търсене"])
    def test_over_the_date_is_a_lesser_one(self, face: tuple[str, str], said: str) -> None:
        page = f"<h2>{said}</h2>{{D}}<div>Образование</div>{{H}}{{A}}{{B}}{{C}}{{T}}"
        exact_unless_www(page, face)

    @pytest.mark.parametrize("said", ["Образование", "Посещение в Троян"])
    def test_is_refused_where_the_slug_names_what_follows(
        self, face: tuple[str, str], said: str
    ) -> None:
        head = f"{{L}}<h2>{said}</h2>{{D}}"
        reason = "names another headline|a headline stands|another headline stands|may be text or"
        check_refused(head + "{A}{B}{C}{H}{T}", face, reason)
        check_refused(head + "{A}<p>{h}</p>{B}{C}{T}", face, reason)
        check_refused(head + "<h2>{h}</h2>{A}{B}{C}{T}", face, reason)

    def test_is_refused_where_the_slug_names_a_heading_beside(self, face: tuple[str, str]) -> None:
        head = "<aside><h2>{h}</h2></aside>{L}<h2>Посещение</h2>{D}"
        check_refused(head + "{A}{B}{C}{T}", face, "names another headline")


def exact_unless_www(pattern: str, face: tuple[str, str]) -> None:
    """There what parts date and headline may be an event with a date of its own."""
    if "www" in face:
        check_refused(pattern, face, "does not stand with the headline")
    else:
        check(pattern, face)


# What is hidden from screen readers alone


@every_face
class TestWhatScreenReadersDoNotSee:
    def test_is_read(self, face: tuple[str, str]) -> None:
        hidden = 'aria-hidden="true"'
        check(f"{{L}}{{H}}<time {hidden}>{{d}}</time>{{A}}{{B}}{{C}}{{T}}", face)
        check(f"{{L}}{{D}}<h1 {hidden}>{{h}}</h1>{{A}}<p {hidden}>{{b}}</p>{{C}}{{T}}", face)
        check(f"{{L}}{{H}}{{D}}<div {hidden}>{{A}}{{B}}</div>{{C}}{{T}}", face)
        teaser = TEASER.replace("<p>{date}", f"<p {hidden}>{{date}}")
        check("{L}{H}{D}{A}{B}{C}{T}", face, teaser=teaser)

    def test_is_none_where_it_is_an_icon(self, face: tuple[str, str]) -> None:
        icons = '<i aria-hidden="true">event</i><span aria-hidden="true">★</span>'
        check(f"{{L}}{{H}}<p>{icons} {{d}}</p><p>{icons}{{a}}</p>{icons}{{B}}{{C}}{{T}}", face)


# Lines that are no text

KNOWN = (
    "Коментари (3)|Прочетено 258 пъти|Автор: Иван Иванов|Автор:|Публикувано:|Размер на шрифта|"
    "Последвайте ни|Сподели във Viber|Facebook Twitter|Сподели Изпрати|Реклама|Чуйте статията|"
    "Коментари (3) / / Автор:|Comments (3)|Read 258 times|Author:|Published:|Font size|Follow us|"
    "Share on Viber|Advertisement|Сподели в социалните мрежи|Share on Facebook Share on Twitter|"
    "А А А|A- A A+|Време за четене: 3 минути|Вход|Следете ни в Google News|Размер на шрифта: А А А|"
    "Сподели тази публикация|Препоръчай на приятел|Нашият канал във Viber|Like us on Facebook|"
    "Прочит за 2 мин.|Споделяния: 15|Снимка 1 от 12|Оценка: 4.5 / 5|Виж галерията|Копирай линк|"
    "Увеличи шрифта|Разпечатай статията|Обновена на 25.09.2025 г.|Публикувана преди 3 дни|"
    "Назад към всички новини|Прослушай новината|Дата на публикуване: 24.09.2025"
).split("|")
HALF_KNOWN = (
    "Коментари|Публикувано|Още снимки|Към началото|Галерия|Оставете коментар|Ваш коментар|"
    "Полезни връзки тук|Последни новини|Снимки|Архив на новините|Вижте още снимки от събитието|"
    "Comments|Published|More photos|Back to top|Gallery|Leave a comment|Your comment|Most popular|"
    "Photos|Useful links here|Latest headlines|See more photos from the event"
).split("|")
UNKNOWN = ("Обратна връзка", "Прогноза за времето", "Chat with us", "Темата", "17:17")
#: What speaks to the reader, however it ends and however many words it has.
SPEAKS = (
    "Зареждане...|Копирано!|Оценете статията:|Станете наши приятели във Facebook|Вие сте тук:|"
    "Получавайте новините всеки ден|Може да ви интересува и това|В сила от 24.09.2025|"
    "Полезна ли беше тази страница?|Текстът продължава след рекламата|За 2 минути четене|"
    "Още от Иван Иванов|Превод: Мария Иванова|Видео: Иван Иванов и други|You may also like|"
    "Was this page helpful?|Subscribe to the channel here|Изпратено по имейл"
).split("|")
#: What counts, rates or points to somewhere.
COUNTS = ("★★★★★", "⬆", "👁 124", "4.5/5", "1/12", "12 гласа")
AROUND = {
    "over the text": "{L}{H}{D}@{A}{B}{C}{T}",
    "amid it": "{L}{H}{D}{A}@{B}{C}{T}",
    "over its last paragraph": "{L}{D}{H}{A}{B}@{C}{T}",
    "under it": "{L}{D}{H}{A}{B}{C}@{T}",
}
TAGS = ("<p>@</p>", "<div>@</div>", "<div><span><b>@</b></span></div>")


@every_face_with("place", AROUND)
class TestALineThatMayBeNoText:
    def test_is_left_out_where_its_words_are_known(self, face: tuple[str, str], place: str) -> None:
        for tag in (*TAGS, "<h4>@</h4>"):
            for said in KNOWN:
                check(AROUND[place].replace("@", tag.replace("@", said)), face)

    def test_is_refused_where_they_are_not(self, face: tuple[str, str], place: str) -> None:
        for tag in TAGS:
            for said in UNKNOWN:
                page = AROUND[place].replace("@", tag.replace("@", said))
                check_refused(page, face, "may be text or something beside it")

    def test_is_never_text_where_it_speaks_to_the_reader(
        self, face: tuple[str, str], place: str
    ) -> None:
        for tag in (*TAGS, "<li>@</li>", "<small>@</small>", "<table><td>@</td></table>"):
            for said in SPEAKS:
                page = AROUND[place].replace("@", tag.replace("@", said))
                for section in ("news", "speeches-and-statements"):
                    check_unless_refused(page, face, section=section)

    def test_is_never_text_where_it_counts_or_points(
        self, face: tuple[str, str], place: str
    ) -> None:
        for said in COUNTS:
            for tag in (*TAGS, "<small>@</small>"):
                page = AROUND[place].replace("@", tag.replace("@", said))
                check_unless_refused(page, face)

    def test_is_never_text_where_it_is_a_link_that_stays_on_the_page(
        self, face: tuple[str, str], place: str
    ) -> None:
        for said in ("Гласувай сега за героя:", "Искате ли да знаете?", "Тема на деня"):
            for href in ("#", "javascript:show()", "https://www.facebook.com/sharer.php?u=1"):
                page = AROUND[place].replace("@", f"<p><a href='{href}'>{said}</a></p>")
                check_unless_refused(page, face)

    def test_is_never_text_where_it_is_said_of_a_day(
        self, face: tuple[str, str], place: str
    ) -> None:
        for said in (
            "Създадено на 24.09.2025",
            "Валидно до 24.09.2025",
            "Date created: 24.09.2025",
        ):
            page = AROUND[place].replace("@", f"<p>{said}</p>")
            check_unless_refused(page, face, section="speeches-and-statements")

    @pytest.mark.parametrize("tag", ["<h3>@</h3>", "<div><h5><a>@</a></h5></div>", "<p>@</p>"])
    def test_is_left_out_or_refused_where_they_are_half_known(
        self, face: tuple[str, str], place: str, tag: str
    ) -> None:
        for said in HALF_KNOWN:
            check_unless_refused(AROUND[place].replace("@", tag.replace("@", said)), face)

    @pytest.mark.parametrize("tag", ["<p>@</p>", "<li>@</li>"])
    def test_is_text_where_it_is_one_of_a_list(
        self, face: tuple[str, str], place: str, tag: str
    ) -> None:
        listed = (
            "Иван Иванов – посланик в Япония", "орден „Стара планина“ първа степен",
            "Права на човека и сигурност на гражданите", "Вход за медии от 10 часа",
        )  # fmt: skip
        for several in (listed[:1], listed[:2], listed):
            lines = "".join(tag.replace("@", one) for one in several)
            page = AROUND[place].replace("@", f"<ul>{lines}</ul>" if "li" in tag else lines)
            names = {f"@{at}": one for at, one in enumerate(several)}
            check(page, face, ordered(AROUND[place].replace("@", "".join(names)), names))

    def test_is_refused_among_others(self, face: tuple[str, str], place: str) -> None:
        page = AROUND[place].replace("@", "<ul><li>Обратна връзка</li><li>Иван Иванов</li></ul>")
        check_refused(page, face, "may be text or something beside it")

    def test_stays_where_texts_print_such_lines(self, face: tuple[str, str], place: str) -> None:
        def stays(said: str, section: str) -> None:
            page = AROUND[place].replace("@", f"<p>{said}</p>")
            check(page, face, ordered(AROUND[place], {"@": said}), section=section)

        for said in (
            *("Дами и господа", "Уважаеми сънародници,", "Румен Радев", "Честит празник"),
            *("Вижте резултатите:", "10:00 – среща с кмета", "Автори на проекта са:"),
            *("Бъдете здрави", "Пазете България!", "Харесва ли Ви това?", "Указът беше изпратен!"),
        ):
            stays(said, "news")
            stays(said, "speeches-and-statements")
        for said in ("Водещ:", "Водещ", "Надежда Узунова"):
            stays(said, "interviews-president")
        for said in ("Ню Йорк", "София, 24.05.2017"):
            stays(said, "speeches-and-statements")


OF_THE_SITE = {
    "a notice": "<div>Този сайт използва бисквитки, за да работи.</div>",
    "a notice, by its role": '<div role="dialog"><p>Приемате ли условията за ползване?</p></div>',
    "rights": "<p>© 2025 Президент на Република България. Всички права запазени.</p>",
    "a newsletter": "<h4>Бюлетин</h4><p>Запишете се за нашия бюлетин всеки ден.</p>",
    "comments": "<h3>Коментари</h3><p>Браво на президента за тази инициатива!</p>",
    "a way to reach us": "<div>бул. „Княз Дондуков“ 2, София 1123</div>",
    "a player": "<div>Прослушай статията 0:00 / 2:31</div>",
    "a banner": '<p>Реклама <a href="https://ads.example/">Купете сега нов телефон на две</a></p>',
    "two letters": "<p>BG</p>",
    "a footer": "<footer><p>Приемате ли условията за ползване на сайта днес?</p></footer>",
    "captions": f"<dl><dt>{IMG}</dt><dd>Президентът поздравява учениците.</dd></dl>",
    "a caption in italics": f"<p>{IMG}<br><em>Президентът поздравява учениците.</em></p>",
    "a gallery": f"<ul>{f'<li>{IMG}<p>Президентът поздравява учениците.</p></li>' * 2}</ul>",
}


@every_face_with("kind", OF_THE_SITE)
def test_what_is_said_of_the_site_is_no_text(face: tuple[str, str], kind: str) -> None:
    for place in AROUND.values():
        check_unless_refused(place.replace("@", OF_THE_SITE[kind]), face)
        speech = place.replace("{A}", "<p>Уважаеми сънародници,</p>").replace(
            "@", OF_THE_SITE[kind]
        )
        said = ordered(
            speech.replace("<p>Уважаеми сънародници,</p>", "@"), {"@": "Уважаеми сънародници,"}
        )
        check_unless_refused(speech, face, text=said, section="speeches-and-statements")


@every_face
def test_a_footer_with_a_paragraph_is_not_lost(face: tuple[str, str]) -> None:
    check_unless_refused("{L}{H}{D}{A}{B}<footer>{C}</footer>{T}", face)


@every_face
def test_a_break_that_is_written_as_an_end_is_one(face: tuple[str, str]) -> None:
    check("{L}{H}{D}<div>{a}</br>{b}</BR >{c}</div>{T}", face)


@every_face
def test_names_in_a_list_stay(face: tuple[str, str]) -> None:
    names = ("Иван Иванов", "Петър Петров")
    listed = "".join(f"<li>{name}</li>" for name in names)
    check(f"{{L}}{{H}}{{D}}{{A}}<ul>{listed}</ul>{{B}}{{C}}{{T}}", face, ["a", *names, "b", "c"])


@every_face
def test_a_heading_of_a_few_words_over_a_paragraph_stays(face: tuple[str, str]) -> None:
    check("{L}{H}{D}{A}<h3>Образование</h3>{B}{C}{T}", face, ["a", "Образование", "b", "c"])


# Teasers in one line

ONE_LINE = {
    "date, link, lead": '<li><p>{date}</p> <a href="{path}">{head}</a> <span>{lead}</span></li>',
    "date last": '<li><a href="{path}">{head}</a> <span>{lead}</span> <p>{date}</p></li>',
    "all in one line": '<li>{date} <a href="{path}">{head}</a> {lead}</li>',
    "all in one line, date last": '<li><a href="{path}">{head}</a> {lead} <i>{date}</i></li>',
    "a dash between": '<li><p>{date}</p><a href="{path}">{head}</a> – {lead}</li>',
    "two spans in a link": '<li><p>{date}</p><a href="{path}"><span>{head}</span> '
    "<span>{lead}</span></a></li>",
    "two in a link, date last": '<li><a href="{path}"><b>{head}</b> {lead}</a><p>{date}</p></li>',
    "two spans in no link": '<div><a href="{path}"><img src="/images/news/t.jpg"></a><b>{head}</b> '
    "<span>{lead}</span><p>{date}</p></div>",
}


@every_face
@pytest.mark.parametrize("teaser", ONE_LINE)
def test_headline_and_lead_of_a_teaser_in_one_line_are_two(
    face: tuple[str, str], teaser: str
) -> None:
    for label in ("<h3>{m}</h3>", ""):
        check("{L}{H}{D}{A}{B}{C}{T}", face, label=label, teaser=ONE_LINE[teaser])


@every_face
def test_a_lead_with_a_mark_in_it_is_one(face: tuple[str, str]) -> None:
    teaser = '<li><a href="{path}">{date}</a><p><b>{lead}</b> Повече <i>за това</i> утре.</p></li>'
    page = read("{L}{H}{D}{A}{B}{C}{T}", face, teaser=teaser)
    leads = [f"{lead} Повече за това утре." for _, lead in TEASERS[face[1]]]
    assert [one.lead or one.headline for one in page.teasers] == leads


# Where the text ends

TWICE = (
    "<h3>{m}</h3><p>{m}</p>",
    "<p>{m}</p><h3>{m}</h3>",
    "<div><span>{m}</span></div><a href='/bg/news/page/1'>{m}</a>",
    "<p>{m}:</p><h3>{m}</h3><h4>» {m}</h4>",
)
THUMB = '<img src="/images/news/thumb.jpg">'
PICTURED = {
    "in its box": TEASER.replace("<div>", f"<div>{THUMB}"),
    "as a link": TEASER.replace("<div>", f'<div><a href="{{path}}">{THUMB}</a>'),
    "in a figure": TEASER.replace("<div>", f"<div><figure>{THUMB}</figure>"),
    "in a cell": f"<table><tr><td>{THUMB}</td><td>{TEASER}</td></tr></table>",
    "before it": THUMB + TEASER.removeprefix("<div>").removesuffix("</div>"),
}


@every_face
class TestWhereTheTextEnds:
    @pytest.mark.parametrize("label", TWICE)
    def test_a_label_printed_twice_is_no_paragraph(self, face: tuple[str, str], label: str) -> None:
        check("{L}{H}{D}{A}{B}{C}{T}", face, label=label)

    @pytest.mark.parametrize("label", ["", "<button>{m}</button>", "<h3>{m}</h3>", TWICE[0]])
    @pytest.mark.parametrize("pictured", PICTURED)
    def test_the_picture_of_a_teaser_is_never_the_articles(
        self, face: tuple[str, str], pictured: str, label: str
    ) -> None:
        page = check("{L}{H}{D}{A}{B}{C}{T}", face, label=label, teaser=PICTURED[pictured])
        assert page.images == ()

    @pytest.mark.parametrize("label", ["", "<h3>{m}</h3>"])
    def test_the_last_picture_of_the_article_is(self, face: tuple[str, str], label: str) -> None:
        for last in (IMG, f"<figure>{IMG}</figure>", f"<p><a href='/images/b.jpg'>{IMG}</a></p>"):
            page = check(f"{{L}}{{H}}{{D}}{{A}}{{B}}{{C}}{last}{{T}}", face, label=label)
            assert [image.url[-12:] for image in page.images] == ["s/news/a.jpg"]

    def test_a_label_over_no_teaser_ends_it(self, face: tuple[str, str]) -> None:
        for below in ("", "<p>ОТКРИТО УПРАВЛЕНИЕ</p><p>Всичко друго.</p>", "<footer>©</footer>"):
            check(f"{{L}}{{H}}{{D}}{{A}}{{B}}{{C}}{{T}}{below}", face, count=0)

    def test_a_label_amid_the_text_does_not(self, face: tuple[str, str]) -> None:
        check_refused("{L}{H}{D}{A}{T}{B}{C}", face, "neither the label", count=0)

    def test_a_label_over_undated_teasers_does_not(self, face: tuple[str, str]) -> None:
        teaser = TEASER.replace("{date}", "")
        check_refused("{L}{H}{D}{A}{B}{C}{T}", face, "neither the label", teaser=teaser)


@every_face
@pytest.mark.parametrize("said", ["Още", "Подробности", "12"])
def test_a_word_of_buttons_that_texts_have_too_is_refused_amid_the_text(
    face: tuple[str, str], said: str
) -> None:
    check_refused(f"{{L}}{{H}}{{D}}{{A}}<p>{said}</p>{{B}}{{C}}{{T}}", face, "may be text")
    check(f"{{L}}{{H}}{{D}}{{A}}{{B}}{{C}}<p>{said}</p>{{T}}", face)
