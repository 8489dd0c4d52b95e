"""Who says what: turns of speech, by names printed before a colon, headlines, listings and terms.

Texts are of stored pages of the site, but for those that stand for what they have not.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from presidency_scraper.items import (
    Article,
    ArticleRef,
    Capture,
    Entry,
    Listing,
    ListingRef,
    Outcome,
)
from presidency_scraper.sites.dates import parse_timestamp
from presidency_scraper.sites.president_bg import SITE
from presidency_scraper.sites.president_bg.speakers import speakers_in
from presidency_scraper.sites.president_bg.terms import TERMS
from presidency_scraper.store.browse import spoken_paragraphs
from presidency_scraper.store.database import open_store
from presidency_scraper.store.makers import note_maker
from presidency_scraper.store.reader import Reader
from presidency_scraper.store.search.tokens import count_words
from presidency_scraper.store.writer import Store
from tests.conftest import Crawled, query
from tests.store.test_search import SEEN

INTERVIEW, SPEECH = "interviews-president", "speeches-and-statements"
ASKED = "А някои от предложенията могат да бъдат променени с квалифицирано мнозинство."
SAID = ("Нека да внеса малко яснота – това е злоупотреба.", "Ако ги прочетете, ще видите.")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty database that knows the terms."""
    store = open_store(tmp_path / "speeches.db")
    note_maker(store, SITE)
    yield store
    store.close()


def keep(
    store: Store, section: str, day: str, headline: str, *texts: str, labels: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Store an article that the listings of *labels* show; return its turns."""
    ref = ArticleRef("en" if headline.isascii() else "bg", section, 7)
    moment, speakers = parse_timestamp(f"{day} 10:00:00"), speakers_in(section, texts)
    page = Article(ref, headline, moment, texts, (), (), "test", None, speakers=speakers)
    capture = Capture(1, f"http://test/{ref.id}", SEEN, Outcome.ARTICLE, 200)
    with store.transaction():
        store.add_capture(None, capture)
        store.save_article(page, capture.url, "text", capture)
    entry = Entry(1, headline, None, None, "", capture.url, ref)
    for number, label in enumerate(labels, 2):
        seen = Capture(number, f"http://test/{label}", SEEN, Outcome.LISTING, 200)
        with store.transaction():
            store.add_capture(None, seen)
            store.save_sightings(
                Listing(ListingRef(ref.language, section, label, 1), (entry,), None, (), "test"),
                seen,
            )
    return list(store.database.query("SELECT * FROM speeches ORDER BY article_id, turn"))


def test_a_turn_goes_from_one_printed_name_to_the_next_and_has_no_name_in_it(store: Store) -> None:
    texts = ("Въпроси на бТВ.", f"Водещ: {ASKED}", "Румен Радев:", *SAID, "– ВОДЕЩ: Благодаря.")
    turns = keep(store, INTERVIEW, "2017-06-09", "Интервю на президента Румен Радев", *texts)
    assert [(one["speaker"], one["role"], one["text"]) for one in turns] == [
        (None, None, "Въпроси на бТВ."),
        ("Водещ", "host", ASKED),
        ("Румен Радев", "president", "\n\n".join(SAID)),
        ("ВОДЕЩ", "host", "Благодаря."),
    ]
    assert [one["turn"] for one in turns] == [1, 2, 3, 4]
    assert [one["words"] for one in turns] == [len(one["text"].split()) for one in turns]
    assert [(one["first_paragraph"], one["last_paragraph"]) for one in turns] == [
        *((1, 1), (2, 2), (3, 5), (6, 6))
    ]


def test_the_page_of_an_article_and_the_turns_take_the_same_names_off(store: Store) -> None:
    texts = (f"Водещ: {ASKED}", "Румен Радев:", SAID[0])
    turns = keep(store, INTERVIEW, "2017-06-09", "Интервю на президента", *texts)
    shown = spoken_paragraphs(Reader(store.database), f"bg/{INTERVIEW}/7")
    assert [(one["speaker"], one["text"]) for one in shown if one["text"]] == [
        (one["speaker"], one["text"]) for one in turns
    ]


#: A name as printed, the day of publication, and who that is on that day.
PRINTED = [
    ("РУМЕН РАДЕВ", "2020-01-01", "Румен Радев", "president"),
    ("Президентът Радев", "2017-01-22", "Румен Радев", "president"),
    ("Радев", "2017-01-21", "Радев", "other"),
    ("Румен Радев", "2026-05-09", "Румен Радев", "other"),
    ("Росен Плевнелиев", "2016-02-02", "Росен Плевнелиев", "president"),
    ("Росен Плевнелиев", "2018-02-02", "Росен Плевнелиев", "other"),
    ("Илияна Йотова", "2025-12-31", "Илияна Йотова", "vice-president"),
    ("Илияна Йотова", "2026-01-23", "Илияна Йотова", "president"),
    ("Вицепрезидентът", "2013-03-03", "Маргарита Попова", "vice-president"),
    ("Журналист, Нова", "2013-03-03", "Журналист, Нова", "host"),
]


@pytest.mark.parametrize(("label", "day", "speaker", "role"), PRINTED)
def test_a_role_is_that_of_the_day(
    store: Store, label: str, day: str, speaker: str, role: str
) -> None:
    turns = keep(store, INTERVIEW, day, "Интервю", "Репортер: Кога?", f"{label}: Скоро.")
    assert (turns[-1]["speaker"], turns[-1]["role"]) == (speaker, role)
    assert turns[-1]["label"] == label


#: An address: day, headline, listings that show it, and whose it is.
ADDRESSES = [
    ("2016-09-23", "Statement by President Rosen Plevneliev", (), "Rosen Plevneliev"),
    ("2018-01-24", "Изявление на вицепрезидента Илияна Йотова по време", (), "Илияна Йотова"),
    ("2012-08-28", "Dear mourners and relatives", ("president",), "Rosen Plevneliev"),
    ("2012-08-28", "Dear mourners and relatives of the victims", (), None),
    ("2020-08-06", "Изявление на президента Румен Радев", ("vicepresident",), None),
    ("2020-08-06", "Welcome by the Vice President of the World Bank", (), None),
    ("2020-08-06", "Слово на Десислава Радева", (), None),
    ("2026-05-09", "Изявление на Румен Радев", (), None),
    ("2015-01-21", "President Rosen Plevneliev and Vice-president Margarita Popova", (), None),
    ("2015-01-21", "The future", ("president", "vicepresident"), None),
    ("2015-01-21", "The future", ("other",), None),
]  # fmt: skip


@pytest.mark.parametrize(("day", "headline", "labels", "speaker"), ADDRESSES)
def test_an_address_is_one_turn_of_whom_headline_and_listings_name_or_of_nobody(
    store: Store, day: str, headline: str, labels: tuple[str, ...], speaker: str | None
) -> None:
    texts = ("Уважаеми господин Президент,", "Дами и господа,", "Моята задача днес е лека.")
    [turn] = keep(store, SPEECH, day, headline, *texts, labels=labels)
    assert (turn["speaker"], turn["text"]) == (speaker, "\n\n".join(texts))


def test_an_office_has_one_holder_at_a_time() -> None:
    assert [term.since for term in TERMS] == sorted(term.since for term in TERMS)
    for office in ("president", "vice-president"):
        terms = [term for term in TERMS if term.office == office]
        assert [term.until for term in terms[:-1]] == [term.since for term in terms[1:]]


def test_whose_an_article_is_follows_from_the_filtered_listings(crawled: Crawled) -> None:
    shown = query(crawled.db, "SELECT article_id, who FROM articles_who")
    listed = [item for item in crawled.site.items() if item.section in ("news", SPEECH)]
    assert sorted(shown) == sorted((item.id, item.label) for item in listed)


def test_every_word_stands_in_its_paragraph(crawled: Crawled) -> None:
    counted = query(
        crawled.db,
        "SELECT article_id, paragraph, count(*) FROM occurrences WHERE paragraph > 0 GROUP BY 1, 2",
    )
    texts = query(crawled.db, "SELECT article_id, position, text FROM paragraphs")
    assert sorted(counted) == sorted(
        (article, position, count_words(text))
        for article, position, text in texts
        if count_words(text)
    )


def test_names_before_a_colon_are_counted_as_such(crawled: Crawled) -> None:
    words = query(crawled.db, "SELECT word FROM occurrences WHERE in_label ORDER BY 1")
    assert [word for (word,) in words] == ["водещ", "радев", "румен"]
