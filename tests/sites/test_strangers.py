"""Real texts with something between headline and teasers that is none of the text.

Each stranger is put where it may stand into a plain page of every text of ``test_extract``. The
page then says what it said without it, or is refused; what is expected is the printed text.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from presidency_scraper import read_page
from presidency_scraper.demo.replica import Item
from presidency_scraper.errors import LayoutError
from presidency_scraper.items import Article
from tests.extract.test_extract import TEXTS
from tests.sites.dress import ITEMS, NEWEST, SEEN, Text, tags, text_of, written

#: Texts of which every one has a paragraph above and below the middle.
LONG = [name for name in TEXTS if len(ITEMS[name].paragraphs) > 1]


def paragraphs(texts: Sequence[str]) -> str:
    return tags("p", texts)


def page_of(text: Text, body: str, *, date_first: bool) -> str:
    head = [f"<h2>{text.headline}</h2>", f"<div>{text.date}</div>"]
    teasers = written(
        text.teasers,
        '<div><h4><a href="{path}">{headline}</a></h4><p>{date}</p><p>{lead}</p></div>',
    )
    return (
        f"<html><head><meta charset=utf-8><title>{text.headline}</title></head><body>"
        f"<nav><a href='/'>Начало</a></nav><h1>{text.label}</h1>"
        f"{''.join(head[::-1] if date_first else head)}{body}<h3>{text.more}</h3>{teasers}"
        "<footer>Полезни връзки</footer></body></html>"
    )


def read(item: Item, html: str, edition: str) -> Article:
    host = {"text": "text", "mobile": "m"}[edition]
    page = read_page(
        html.encode(),
        url=f"https://{host}.president.bg{item.path}",
        content_type="text/html",
        seen_at=SEEN,
        edition=edition,
    )
    assert isinstance(page, Article)
    return page


def check(item: Item, body: str) -> None:
    """Assert that *body* says the text of *item* and nothing else, whichever way it is dated."""
    for edition in ("text", "mobile"):
        html = page_of(text_of(item), body, date_first=edition == "mobile")
        page = read(item, html, edition)
        assert (page.headline, page.published.raw) == (item.headline, item.published)
        assert page.paragraphs == item.paragraphs
        assert [entry.target.id for entry in page.teasers] == [
            teaser.id for teaser in NEWEST[item.language]
        ]


def check_refused(item: Item, body: str, reason: str) -> None:
    for edition in ("text", "mobile"):
        html = page_of(text_of(item), body, date_first=edition == "mobile")
        with pytest.raises(LayoutError, match=reason):
            read(item, html, edition)


def over(item: Item, stranger: str) -> str:
    return stranger + paragraphs(text_of(item).paragraphs)


def amid(item: Item, stranger: str) -> str:
    first, *rest = text_of(item).paragraphs
    return f"<p>{first}</p>{stranger}{paragraphs(rest)}"


def under(item: Item, stranger: str) -> str:
    return paragraphs(text_of(item).paragraphs) + stranger


@pytest.mark.parametrize("name", TEXTS)
class TestTimestamps:
    def test_that_of_the_article_is_no_text_however_often_it_stands_there(self, name: str) -> None:
        item = ITEMS[name]
        for put in (over, amid, under):
            check(item, put(item, f"<p>{item.published}</p>"))

    def test_another_one_by_itself_is_refused(self, name: str) -> None:
        item = ITEMS[name]
        for put in (amid, under):
            check_refused(item, put(item, "<p>2025-09-24 18:00:01</p>"), "another timestamp")

    def test_one_in_a_sentence_is_part_of_it(self, name: str) -> None:
        item = ITEMS[name]
        said = "Указът е публикуван на 2025-09-24 18:00:00 на страницата на институцията."
        longer = replace(item, paragraphs=(*item.paragraphs, said))
        check(longer, under(item, f"<p>{said}</p>"))


def trail(item: Item, *, end: str = "{}") -> str:
    """The way to the page, as a list."""
    text = text_of(item)
    label = f'<a href="/{item.language}/{item.section}/page/1">{text.label}</a>'
    return f'<li><a href="/">Начало</a></li><li>{label}</li><li>{end.format(text.headline)}</li>'


@pytest.mark.parametrize("name", TEXTS)
class TestTheHeadlineOnceMore:
    def test_is_no_text_under_it(self, name: str) -> None:
        item = ITEMS[name]
        for markup in ("<div><b>{}</b></div>", "<h4>{}</h4>", "<a href='#'>{}</a>"):
            check(item, under(item, markup.format(text_of(item).headline)))
        if len(item.paragraphs) > 1:
            check(item, under(item, f"<p>{text_of(item).headline}</p>"))

    def test_is_no_text_over_it_with_the_date(self, name: str) -> None:
        item = ITEMS[name]
        text = text_of(item)
        check(item, over(item, f"<h1>{text.label}</h1><h2>{text.headline}</h2><p>{text.date}</p>"))
        check(item, over(item, f"<h1>{text.label}</h1><p>{text.date}</p><h2>{text.headline}</h2>"))

    def test_is_no_text_at_the_end_of_the_way_to_the_page(self, name: str) -> None:
        item = ITEMS[name]
        check(item, under(item, f"<ol>{trail(item)}</ol>"))
        check(item, over(item, f"<ol>{trail(item)}</ol>"))
        check(item, under(item, f"<ol>{trail(item, end='<a href=#>{}</a>')}</ol>"))

    def test_is_no_text_in_a_line_that_leads_to_the_page(self, name: str) -> None:
        item = ITEMS[name]
        line = trail(item).replace("</li><li>", " &gt; ").replace("li>", "p>")
        for put in (over, amid, under):
            check(item, put(item, line))


class TestTheHeadlineAsText:
    @pytest.mark.parametrize("number", ["news/103", "speeches-and-statements/3392"])
    def test_stays_where_there_is_no_other(self, number: str) -> None:
        item = ITEMS[f"bg/{number}"]
        assert item.paragraphs == (item.headline,)
        check(item, under(item, ""))

    @pytest.mark.parametrize("number", ["news/103", "speeches-and-statements/3392"])
    def test_stays_under_a_standfirst(self, number: str) -> None:
        item = ITEMS[f"bg/{number}"]
        said = "Пълният текст на изказването."
        check(replace(item, paragraphs=(said, item.headline)), over(item, f"<p>{said}</p>"))

    def test_stays_where_a_speech_ends_with_it(self) -> None:
        speech = ITEMS["bg/speeches-and-statements/4185"]
        for said in ("Да живее България и българският народ!", "Честит празник"):
            item = replace(speech, headline=said, paragraphs=(*speech.paragraphs, said))
            check(item, under(item, ""))


SHARING = '<a href="https://www.facebook.com/sharer.php?u=1">Facebook</a>'


@pytest.mark.parametrize("name", LONG)
class TestButtons:
    def test_are_no_text_amid_it(self, name: str) -> None:
        item = ITEMS[name]
        for words in ("Прочети още", "Виж още »", "Read more…", "Сподели:"):
            check(item, amid(item, f"<div>{words}</div>"))
        check(item, amid(item, f"<div><span>Сподели</span>{SHARING}</div>"))
        check(item, amid(item, f"<div>Сподели: {SHARING} <a href='viber://x'>Viber</a></div>"))

    def test_are_no_text_where_they_unfold_it(self, name: str) -> None:
        first, *rest = text_of(ITEMS[name]).paragraphs
        folded = f"<details><summary>Прочети още</summary>{paragraphs(rest)}</details>"
        check(ITEMS[name], f"<p>{first}</p>{folded}")

    def test_whose_words_a_paragraph_has_leave_it_alone(self, name: str) -> None:
        said = ("Виж още веднъж.", "Още", "Напред", "3", "Подробности", "Споделете!", "Share of")
        first, *rest = ITEMS[name].paragraphs
        item = replace(ITEMS[name], paragraphs=(first, *said, *rest))
        check(item, under(item, ""))


def links_of(item: Item, count: int, markup: str = "<li>{}</li>") -> str:
    """Links to other articles, each in a *markup*."""
    teasers = text_of(item).teasers[:count]
    return "".join(markup.format(f'<a href="{one.path}">{one.headline}</a>') for one in teasers)


FILES = '<p><a href="/files/ukaz.pdf">Указ № 123</a></p>'
PICTURE = '<div><img src="/images/news/mm_7.jpg"></div>'


@pytest.mark.parametrize("name", LONG)
class TestLinksToOtherArticles:
    def test_are_no_text_amid_it(self, name: str) -> None:
        item = ITEMS[name]
        check(item, amid(item, f"<ul>{links_of(item, 2)}</ul>"))

    @pytest.mark.parametrize("words", ["Свързани новини", "Вижте също:", "По темата"])
    def test_are_no_text_with_the_words_over_them(self, name: str, words: str) -> None:
        item = ITEMS[name]
        for count in (1, 3):
            body = f"<div><b>{words}</b><ul>{links_of(item, count)}</ul></div>"
            check(item, amid(item, body))
            check(item, under(item, body))

    def test_are_no_text_behind_words_on_their_line(self, name: str) -> None:
        item = ITEMS[name]
        for put in (over, amid, under):
            check(item, put(item, links_of(item, 1, "<div><b>Вижте също:</b> {}</div>")))

    @pytest.mark.parametrize("words", ["<h3>Образование</h3>", "<p>В Русе и София:</p>"])
    def test_are_refused_under_what_may_head_the_text_below(self, name: str, words: str) -> None:
        item = ITEMS[name]
        reason = "links stand in the text under"
        check_refused(item, amid(item, f"{words}<ul>{links_of(item, 2)}</ul>"), reason)

    def test_in_a_paragraph_are_part_of_it(self, name: str) -> None:
        first, *rest = ITEMS[name].paragraphs
        teaser = text_of(ITEMS[name]).teasers[0]
        path, headline = teaser.path, teaser.headline
        said = f"Повече за това в речта {headline}."
        item = replace(ITEMS[name], paragraphs=(first, said, *rest))
        linked = f'<p>Повече за това в речта <a href="{path}">{headline}</a>.</p>'
        check(item, amid(ITEMS[name], linked))


@pytest.mark.parametrize("name", LONG)
class TestHeadingsOfSomethingElse:
    @pytest.mark.parametrize("words", ["Прикачени файлове", "Документи за изтегляне:"])
    def test_are_no_text_over_files(self, name: str, words: str) -> None:
        item = ITEMS[name]
        for markup in ("<p>{}</p>", "<b>{}</b>", "<h4>{}</h4>"):
            check(item, under(item, f"<div>{markup.format(words)}{FILES}</div>"))

    @pytest.mark.parametrize("words", ["Снимки от събитието", "Галерия", "Photos from the event"])
    def test_are_no_text_over_pictures(self, name: str, words: str) -> None:
        item = ITEMS[name]
        for markup in ("<p>{}</p>", "<b>{}</b>", "<h4>{}</h4>"):
            check(item, under(item, markup.format(words) + PICTURE))

    def test_are_refused_over_pictures_where_they_may_be_text(self, name: str) -> None:
        item = ITEMS[name]
        reason = "may be text or head the pictures"
        check_refused(item, under(item, f"<h4>Румен Радев</h4>{PICTURE}"), reason)

    def test_with_text_below_stay(self, name: str) -> None:
        first, *rest = ITEMS[name].paragraphs
        item = replace(ITEMS[name], paragraphs=(first, "Снимки от събитието", *rest))
        check(item, f"<p>{first}</p><h4>Снимки от събитието</h4>{PICTURE}{paragraphs(rest)}")

    def test_stay_where_nothing_stands_below(self, name: str) -> None:
        signed = replace(ITEMS[name], paragraphs=(*ITEMS[name].paragraphs, "Румен Радев"))
        for markup in ("<p>{}</p>", "<p><b>{}</b></p>", "<h4>{}</h4>"):
            check(signed, under(ITEMS[name], markup.format("Румен Радев")))


@pytest.mark.parametrize("name", LONG)
class TestCaptionsOnTheLineOfTheirPicture:
    BOX = '<div><img src="/images/news/mm_{0}.jpg"><span>Снимка {0} от срещата</span></div>'

    def test_are_no_text(self, name: str) -> None:
        item = ITEMS[name]
        for put in (amid, under):
            check(item, put(item, self.BOX.format(1)))
            check(item, put(item, self.BOX.format(1) + self.BOX.format(2)))

    def test_are_no_text_under_a_heading_of_theirs(self, name: str) -> None:
        item = ITEMS[name]
        boxes = "".join(self.BOX.format(number) for number in range(3))
        check(item, under(item, f"<div><h4>Снимки от събитието</h4>{boxes}</div>"))

    def test_are_those_of_their_pictures(self, name: str) -> None:
        item = ITEMS[name]
        body = under(item, self.BOX.format(1) + self.BOX.format(2))
        page = read(item, page_of(text_of(item), body, date_first=False), "text")
        said = [image.caption for image in page.images]
        assert said == ["Снимка 1 от срещата", "Снимка 2 от срещата"]

    def test_are_refused_in_one_paragraph_with_it(self, name: str) -> None:
        item = ITEMS[name]
        for words in ("Румен Радев", "<span>Румен Радев</span>"):
            body = under(item, f'<p><img src="/images/news/mm_1.jpg">{words}</p>')
            check_refused(item, body, "may be text or the caption")

    def test_with_a_sentence_are_text(self, name: str) -> None:
        first, *rest = ITEMS[name].paragraphs
        for said in ("Водещ:", "Дами и господа,", "Президентът благодари на гостите."):
            item = replace(ITEMS[name], paragraphs=(first, said, *rest))
            picture = '<p><img src="/images/news/mm_1.jpg"><span>{}</span></p>'
            check(item, amid(ITEMS[name], picture.format(said)))
