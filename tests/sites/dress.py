"""Real texts in made-up markups: a markup is a pattern of the page and one of each teaser on it.

In a pattern ``{paragraphs:<p>@</p>}`` is every paragraph in an element of its own; ``soft_`` before
a name says it with soft hyphens and runs of blanks, as pasted from Word.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from html import escape

from presidency_scraper.demo.replica import Item, read_items

ITEMS = {item.id: item for item in read_items()}
SEEN = datetime(2026, 6, 1, tzinfo=UTC)
NEWEST = {
    "bg": [ITEMS[f"bg/news/{number}"] for number in (8635, 8630, 8633, 8634)],
    "en": [ITEMS[f"en/news/{number}"] for number in (8783, 8776, 8777, 8263)],
}
LABELS = {
    "bg": {
        "news": "НОВИНИ",
        "speeches-and-statements": "РЕЧИ И ИЗЯВЛЕНИЯ",
        "interviews-president": "ИНТЕРВЮТА",
        "photo-gallery": "ФОТО ГАЛЕРИЯ",
    },
    "en": {"news": "NEWS", "speeches-and-statements": "SPEECHES AND STATEMENTS"},
}
MORE = {"bg": "ОЩЕ ОТ", "en": "MORE FROM"}
MONTHS = {
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "en": "January February March April May June July August September October November December",
}
MENU = {"bg": "Новини", "en": "News"}


def printed(published: str, language: str, edition: str) -> str:
    """A date as teasers and listings print it, and the articles of www."""
    moment = datetime.fromisoformat(published)
    month = MONTHS[language].split()[moment.month - 1]
    if edition == "www":
        return f"{moment.day} {month.capitalize()} {moment:%Y | %H:%M}"
    return f"{moment.day} {month} {moment.year} | {moment:%H}:{moment.hour % 12 or 12:02}"


def soften(text: str) -> str:
    words = [word[:4] + "\u00ad" + word[4:] if word.isalpha() else word for word in text.split()]
    return " \u00a0".join(words)


@dataclass(frozen=True)
class Teaser:
    """An entry; all of it escaped."""

    path: str
    headline: str
    date: str
    lead: str


@dataclass(frozen=True)
class Text:
    """What a page is to say; all of it escaped."""

    path: str
    label: str
    headline: str
    date: str
    paragraphs: Sequence[str]
    more: str
    teasers: Sequence[Teaser]
    menu: str


def text_of(item: Item, edition: str = "text") -> Text:
    language = item.language
    label = LABELS[language][item.section]
    return Text(
        path=path_of(item, edition),
        label=label,
        headline=escape(item.headline),
        date=printed(item.published, language, "www") if edition == "www" else item.published,
        paragraphs=[escape(paragraph) for paragraph in item.paragraphs],
        more=f"{MORE[language]} {label}",
        teasers=entries_of(language, edition),
        menu=MENU[language],
    )


def path_of(item: Item, edition: str) -> str:
    """Where a page of an edition links to; on www links name no language."""
    return item.path.removeprefix(f"/{item.language}") if edition == "www" else item.path


def entries_of(language: str, edition: str) -> list[Teaser]:
    return [
        Teaser(
            path_of(item, edition),
            escape(item.headline),
            printed(item.published, language, edition),
            escape(item.lead),
        )
        for item in NEWEST[language]
    ]


class _All(tuple[str, ...]):
    """Texts that say how each of them is written: ``{:<p>@</p>}``."""

    __slots__ = ()

    def __format__(self, pattern: str) -> str:
        return "".join(pattern.replace("@", text) for text in self)


@dataclass(frozen=True)
class Markup:
    """How a page is written."""

    name: str
    page: str
    teaser: str

    def __call__(self, text: Text) -> str:
        soft = [soften(paragraph) for paragraph in text.paragraphs]
        parts = asdict(text) | {
            "paragraphs": _All(text.paragraphs),
            "soft_paragraphs": _All(soft),
            "first": "".join(soft[:1]),
            "others": _All(soft[1:]),
            "soft_headline": soften(text.headline),
            "teasers": written(text.teasers, self.teaser),
        }
        return self.page.format(**parts)

    def __repr__(self) -> str:
        return self.name


def written(entries: Sequence[Teaser], pattern: str) -> str:
    """*entries*, each in *pattern*; ``{at}`` counts them."""
    return "".join(
        pattern.format(
            **asdict(one), at=at, soft_headline=soften(one.headline), soft_lead=soften(one.lead)
        )
        for at, one in enumerate(entries)
    )


def tags(tag: str, texts: Sequence[str]) -> str:
    return "".join(f"<{tag}>{text}</{tag.split()[0]}>" for text in texts)
