"""How president.bg makes a slug of a headline, and so whether the two belong together.

Derived from the slugs of stored pages. Since 2013 (news1076 on) the CMS transliterates by the
official table, but without its rule that a final „ия“ is written "ia": "balgariya", "na-25-iya".
In 2012 „ж“ was "j" and „ц“ was "c" ("chujbina", "konsultacii", "viceprezidentat"), and words kept
their capitals. Slugs typed by hand stand beside both (news875, 2012: "iziavlenie-informacia").
Quotes and punctuation are dropped, blanks become dashes, and at 255 characters the slug is cut,
in the middle of a word. Under ``/en/`` the slug is mostly that of the Bulgarian headline, and
some Bulgarian pages have an English one: such a slug says nothing about the headline.
"""

import re
from collections import Counter
from enum import Enum
from functools import lru_cache
from urllib.parse import unquote

_OFFICIAL = dict(zip("абвгдезийклмнопрстуфхъь", "abvgdeziyklmnoprstufhay", strict=True)) | {
    "ж": "zh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sht",
    "ю": "yu",
    "я": "ya",
}


def _table(**differing: str) -> dict[int, str]:
    """Make a translation table: the official one but for *differing*, with capitals."""
    letters = _OFFICIAL | differing
    capitals = {letter.upper(): latin.capitalize() for letter, latin in letters.items()}
    return str.maketrans(letters | capitals)


class Scheme(Enum):
    """The ways in which slugs have been spelled."""

    OFFICIAL = "since 2013"
    EARLY = "2012"
    TYPED = "by hand"


_TABLES = {
    Scheme.OFFICIAL: _table(),
    Scheme.EARLY: _table(ж="j", ц="c"),
    Scheme.TYPED: _table(ж="j", ц="c", й="i", ь="i", ю="iu", я="ia"),
}

#: Small words that stand in headlines of one language and not of the other, as slugs spell them.
_BULGARIAN = re.compile(
    r"v|vav|s|sas|na|za|da|se|si|po|ot|do|iz|pri|pred|sled|chrez|kato|che|shte|e|sa|ne|ni|gi|go"
    r"|ili|kakto|koyto|koito|koyato|tova|tazi|tezi|mezhdu|mejdu|nad|pod|sreshtu"
)
_ENGLISH = re.compile(
    r"the|of|to|and|in|on|at|by|for|from|with|is|are|was|be|has|have|will|must|should|not|that"
    r"|this|our|we|it|its|as|an|their|his|her|between|before|after|against|about|into|than"
)

_SLUG_LIMIT = 255
_LONGEST = 600  # no headline: only the beginning of a long paragraph is worth the time
_AGREES, _DIFFERS = 0.9, 0.6  # between them the headline may have been edited after the slug
_NOT_COMPARED = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
_SLUG_WORD = re.compile(r"[a-z0-9]+")
_CYRILLIC_LETTER = re.compile(r"[Ѐ-ӿ]")


def transliterate(text: str, scheme: Scheme = Scheme.OFFICIAL) -> str:
    """Write Bulgarian *text* in Latin letters as slugs do; what is not Bulgarian stays.

    >>> transliterate("Вицепрезидентът на Щастие, 25-ия път")
    'Vitseprezidentat na Shtastie, 25-iya pat'
    >>> transliterate("чужбина", Scheme.EARLY), transliterate("изявление", Scheme.TYPED)
    ('chujbina', 'iziavlenie')
    """
    if scheme is Scheme.TYPED:
        text = text.replace("ия", "ia")
    return text.translate(_TABLES[scheme])


def make_slug(headline: str) -> str:
    """Write the slug that the site makes of *headline* since 2013.

    >>> make_slug("Президентът връчи орден „Св. св. Кирил и Методий“ на о.з. генерал")
    'prezidentat-vrachi-orden-sv-sv-kiril-i-metodiy-na-o-z-general'
    """
    spelled = transliterate(headline).casefold()
    return "-".join(_SLUG_WORD.findall(spelled))[:_SLUG_LIMIT]


def slug_agrees(headline: str, slug: str) -> bool | None:
    """Tell whether *slug* was made of *headline*; None where the two cannot tell.

    They cannot where one is Bulgarian and the other English, where the slug is a list of
    keywords or has no small word to know its language by, and where they are much alike but
    not the same: a headline edited after the slug was made.

    >>> slug = "Blizo-90-uchenici-gostuvaha-na-prezidenta"
    >>> slug_agrees("Близо 90 ученици гостуваха на президента", slug)
    True
    >>> slug_agrees("Държавният глава замина за Токио", slug)
    False
    >>> slug_agrees("Ninety pupils were guests of the President", slug)
    """
    far = len(slug) < _SLUG_LIMIT and _is_far_longer(headline, slug)
    similarity = 0.0 if far else slug_similarity(headline, slug)
    if similarity >= _AGREES:
        return True
    same_language = _headline_language(headline) == _slug_language(slug)
    return False if same_language and similarity < _DIFFERS else None


def _is_far_longer(headline: str, slug: str) -> bool:
    """Tell whether *headline* has so many more letters that the slug was never made of it.

    In Latin letters it has as many or more, and no more than the slug can be the same.
    """
    most = 2 * len(slug) / _DIFFERS - len(slug)
    headline = headline[:_LONGEST]
    return len(headline) > most and len(_NOT_COMPARED.sub("", headline)) > most


@lru_cache(maxsize=2**9)
def slug_similarity(headline: str, slug: str) -> float:
    """Return how much of *slug* and *headline* is the same, 0 to 1, by their letter triples.

    Blanks and punctuation do not count, nor does what lies beyond the cut of a long slug. Among
    the texts of a page the headline is the one with the highest value.

    >>> slug_similarity("„Командно дишане“ – 5 % повече!", "komandno-dishane-5-poveche.html")
    1.0
    """
    slug = slug.removesuffix(".html")
    written = _compact(unquote(slug))
    longest = len(written) if len(slug) >= _SLUG_LIMIT else None
    spellings = set()
    headline = headline[:_LONGEST]
    schemes = (Scheme.OFFICIAL,) if headline.isascii() else tuple(Scheme)
    for scheme in schemes:
        spelling = _compact(transliterate(headline, scheme))[:longest]
        if spelling == written != "":
            return 1.0
        spellings.add(spelling)
    return max(_overlap(_triples(spelling), _triples(written)) for spelling in spellings)


def _compact(text: str) -> str:
    return _NOT_COMPARED.sub("", text).casefold()


@lru_cache(maxsize=256)
def _triples(text: str) -> Counter[str]:
    """Count the runs of three letters, the first and the last letter marked by an edge."""
    framed = f" {text} " if text else ""
    return Counter([framed[start : start + 3] for start in range(len(framed) - 2)])


def _overlap(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    shared = sum([min(one[triple], other[triple]) for triple in one.keys() & other.keys()])
    return 2 * shared / total if total else 0.0


def _headline_language(headline: str) -> str | None:
    if _CYRILLIC_LETTER.search(headline):
        return "bg"
    return "en" if _WORD.search(headline) else None


def _slug_language(slug: str) -> str | None:
    """Tell a slug's language by its small words; "" where it has none, or as many of each.

    >>> _slug_language("sreshta-na-varha-v-sofiya"), _slug_language("prezident-konstitucionen-sad")
    ('bg', '')
    """
    words = _WORD.findall(slug.casefold())
    bulgarian = sum(map(bool, map(_BULGARIAN.fullmatch, words)))
    english = sum(map(bool, map(_ENGLISH.fullmatch, words)))
    if bulgarian == english:
        return ""
    return "bg" if bulgarian > english else "en"
