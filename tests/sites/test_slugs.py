"""Slugs and headlines of stored pages: which belong together, and which cannot tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presidency_scraper.sites.president_bg.slugs import (
    Scheme,
    make_slug,
    slug_agrees,
    slug_similarity,
    transliterate,
)
from tests.sites.test_real_pages import OF_KIND, clean

#: Article, slug and headline of every stored page.
STORED = list(
    dict.fromkeys(
        (f"{page['language']}/{page['section']}/{page['number']}", page["slug"], headline)
        for page in OF_KIND["article"]
        if (headline := clean(page["headline"] or ""))
    )
)
KEYWORDS, ENGLISH = "bg/news/875", "bg/photo-gallery/8349"  # their slugs are no headline's
#: Translated pages, with the slug of the Bulgarian headline.
TRANSLATED = [row for row in STORED if row[0][:2] == "en" and not row[1].startswith("the-")]
#: The pages whose slug is their headline's.
PAIRS = [row for row in STORED if row not in TRANSLATED and row[0] not in (KEYWORDS, ENGLISH)]


SLUGS = [slug for _, slug, _ in PAIRS]
HEADLINES = [headline for _, _, headline in PAIRS]


def test_the_stored_pages_are_those_that_were_counted_by_hand() -> None:
    assert (len(STORED), len(PAIRS), len(TRANSLATED)) == (40, 19, 19)


@pytest.mark.parametrize(("article", "slug", "headline"), PAIRS)
def test_a_headline_agrees_with_its_own_slug_and_no_other_comes_near(
    article: str, slug: str, headline: str
) -> None:
    assert slug_similarity(headline, slug) == 1.0, article
    assert slug_agrees(headline, slug) is True
    others = [other for other in HEADLINES if other != headline]
    assert max(slug_similarity(other, slug) for other in others) < 0.5, article
    assert not any(slug_agrees(other, slug) for other in others)
    of_its_language = [other for other in others if other.isascii() == headline.isascii()]
    assert {slug_agrees(other, slug) for other in of_its_language} == {False}, article


@pytest.mark.parametrize(("article", "slug", "headline"), TRANSLATED)
def test_an_english_headline_under_a_bulgarian_slug_cannot_tell(
    article: str, slug: str, headline: str
) -> None:
    assert slug_similarity(headline, slug) < 0.5, article
    assert slug_agrees(headline, slug) is None


@pytest.mark.parametrize("name", [KEYWORDS, ENGLISH])
def test_a_slug_of_keywords_or_in_another_language_than_its_headline_cannot_tell(name: str) -> None:
    [(slug, headline)] = [row[1:] for row in STORED if row[0] == name]
    assert slug_similarity(headline, slug) < 0.5
    assert slug_agrees(headline, slug) is None


@pytest.mark.parametrize("slug", ["", "-", "news", "2018", "%FF", "veto"])
def test_a_slug_too_short_to_know_its_language_cannot_tell(slug: str) -> None:
    assert slug_agrees("Президентът наложи вето на Закона за съдебната власт", slug) is None


@pytest.mark.parametrize("headline", ["", " ", "„“", "2018"])
def test_a_text_without_words_never_agrees(headline: str) -> None:
    assert not slug_agrees(headline, SLUGS[0])
    assert slug_similarity(headline, SLUGS[0]) < 0.1


def test_nothing_is_not_similar_to_nothing() -> None:
    assert slug_similarity("", "") == 0.0
    assert slug_agrees("", "") is None


def test_a_short_headline_agrees_with_the_very_slug_of_it() -> None:
    assert slug_agrees("КОМИСИИ", "Komisii") is True
    assert slug_agrees("Администрация", "Administracia") is True


def test_a_slug_cut_in_the_middle_of_a_word_agrees() -> None:
    cut = max(SLUGS, key=len)
    headline = HEADLINES[SLUGS.index(cut)]
    assert len(cut) == 255
    assert slug_similarity(headline, cut) == slug_similarity(headline, cut + ".html") == 1.0


def test_a_slug_not_cut_is_compared_with_the_whole_text() -> None:
    headline = HEADLINES[SLUGS.index(max(SLUGS, key=len))]
    assert slug_similarity(headline, "prezidentat-sezira-konstitutsionniya-sad") < 0.5


def test_a_paragraph_that_begins_like_the_headline_is_less_similar() -> None:
    headline, slug = HEADLINES[0], SLUGS[0]
    paragraph = headline + ", който е на посещение у нас по повод подписването на договор. " * 30
    assert slug_similarity(paragraph, slug) < slug_similarity(headline, slug)
    assert slug_agrees(paragraph, slug) is False


def test_a_headline_edited_after_its_slug_was_made_cannot_tell() -> None:
    edited = (
        "Президентът Радев проведе среща с изпълнителния директор на „Уестингхаус“ Патрик Фрагман"
    )
    assert 0.6 < slug_similarity(edited, SLUGS[0]) < 0.9
    assert slug_agrees(edited, SLUGS[0]) is None


SPELLED = [
    (
        Scheme.OFFICIAL,
        "нацията срещата бъде интервю държавни срещу чужди шейхове",
        "natsiyata sreshtata bade intervyu darzhavni sreshtu chuzhdi sheyhove",
    ),
    (
        Scheme.OFFICIAL,
        "НАТО България шофьор BBC World, № 5",
        "NATO Balgariya shofyor BBC World, № 5",
    ),
    (
        Scheme.EARLY,
        "чужбина консултации Вицепрезидентът лятно Приключи най",
        "chujbina konsultacii Viceprezidentat lyatno Priklyuchi nay",
    ),
]


@pytest.mark.parametrize(("scheme", "words", "slug"), SPELLED)
def test_words_are_spelled_as_in_slugs_of_their_time(scheme: Scheme, words: str, slug: str) -> None:
    assert transliterate(words, scheme) == slug


BULGARIAN = st.text("абвгдежзийклмнопрстуфхцчшщъьюяАБЖЦЩЯ „“–,.25", min_size=1, max_size=120)


@given(BULGARIAN, st.sampled_from(Scheme))
def test_no_bulgarian_letter_is_left_untransliterated(text: str, scheme: Scheme) -> None:
    assert not any("а" <= letter.lower() <= "я" for letter in transliterate(text, scheme))


@given(BULGARIAN.filter(lambda text: any(map(str.isalnum, text))), st.sampled_from(Scheme))
def test_a_headline_agrees_with_its_slug_in_any_scheme(headline: str, scheme: Scheme) -> None:
    slug = transliterate(headline, scheme).replace(" ", "-")
    assert slug_agrees(headline, slug.lower()) is True


@given(st.text(), st.text())
def test_any_two_texts_have_a_similarity_between_none_and_all(headline: str, slug: str) -> None:
    assert 0.0 <= slug_similarity(headline, slug) <= 1.0
    assert slug_agrees(headline, slug) in (True, False, None)


#: Stored before 2013, by another table and with capitals.
EARLY = {"bg/news/170", "bg/news/200", "bg/news/70"}


@pytest.mark.parametrize(("article", "slug", "headline"), PAIRS)
def test_a_slug_is_made_as_the_site_has_made_it_since_2013(
    article: str, slug: str, headline: str
) -> None:
    assert (make_slug(headline) == slug) == (article not in EARLY)


@given(st.text())
def test_a_made_slug_fits_into_an_address(headline: str) -> None:
    slug = make_slug(headline)
    assert len(slug) <= 255
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in slug
