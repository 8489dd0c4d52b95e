"""The pages of the replica as HTML; the only file that knows how they are marked up.

The markup is made up (no page of the live site was at hand): plain, and poor in hooks, so that
nothing can be read from it but what a person would read. The reading order is the live site's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from presidency_scraper.replica import words
from presidency_scraper.replica.content import Item, StandingPage

ROBOTS = "User-agent: *\nDisallow:\n"
_ENTITIES = str.maketrans({"„": "&bdquo;", "“": "&ldquo;", "”": "&rdquo;", '"': "&quot;"})
_SPAN = '<span lang="BG" style="font-size:12.0pt;mso-ansi-language:BG">'


@dataclass(frozen=True, slots=True)
class ListingView:
    """What a page of a listing shows; ``root`` is its address without ``/page/N``."""

    language: str
    section: str
    root: str
    page: int
    last: int
    items: Sequence[Item]


def article_page(item: Item, teasers: Iterable[Item]) -> str:
    """Write an article in the text edition's order."""
    head = f"<h2>{_headline(item)}</h2>\n"
    parts = [_label(item), _pictures(item), head, _text(item), _teasers(item, teasers)]
    return _page(item.language, "".join(parts), _elsewhere(item))


def shell_page(item: Item, language: str, teasers: Iterable[Item]) -> str:
    """Write what stands at the address of an article that is not translated."""
    parts = ["<h2></h2>\n", f"<p>{item.published}</p>\n", _teasers(item, teasers, language)]
    return _page(language, _label(item, language) + "".join(parts), _elsewhere(item))


def listing_page(view: ListingView) -> str:
    """Write a page of a listing."""
    filters = " ".join(
        f'<a href="/{view.language}/news/{name}/page/1">{word}</a>'
        for name, word in words.FILTERS[view.language].items()
    )
    label = words.print_section_label(view.section, view.language)
    entries = "".join(_entry(item) for item in view.items)
    body = f"<h1>{label}</h1>\n<p>Filters: {filters}</p>\n{entries}{_page_links(view)}"
    return _page(view.language, body)


def calendar_page(language: str, number: int, items: Iterable[Item]) -> str:
    """Write one page of the calendar, which goes on for ever both ways."""
    turn, root = words.TURN[language], f"/{language}/calendar"
    events = "".join(
        f"<p>{words.print_listing_date(item.published, language)}<br>{escape(item.lead)}</p>\n"
        for item in items
    )
    links = (
        f'<p><a href="{root}/{number - 1}">{turn["previous"]}</a> {number} '
        f'<a href="{root}/{number + 1}">{turn["next"]}</a></p>\n'
    )
    return _page(language, f"<h1>{words.CALENDAR[language]}</h1>\n{events}{links}")


def standing_page(page: StandingPage) -> str:
    """Write a page under ``/catN/``."""
    date = words.print_listing_date(page.published, page.language)
    paragraphs = "".join(f"<p>{escape(text)}</p>\n" for text in page.paragraphs)
    return _page(page.language, f"<h1>{escape(page.headline)}</h1>\n<p>{date}</p>\n{paragraphs}")


def missing_page(language: str) -> str:
    """Write the page that comes with status 404."""
    return _page(language, f"<p>{words.MISSING[language]}</p>\n")


def picture_path(item: Item, position: int) -> str:
    """Where a picture stands: named by its upload, three minutes after the printed time."""
    moment = datetime.fromisoformat(item.published).replace(tzinfo=UTC)
    return f"/images/{item.section}/mm_{int(moment.timestamp()) + 180 + position}.jpg"


def _page(language: str, body: str, elsewhere: str = "/news/") -> str:
    footer = "".join(f"<p>{line}</p>\n" for line in words.FOOTER[language])
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{words.SITE_NAME[language]}</title>\n</head>\n<body>\n"
        f"{_menu(language, elsewhere)}<div>\n{body}</div>\n"
        f"<div>\n{footer}</div>\n</body>\n</html>\n"
    )


def _menu(language: str, elsewhere: str) -> str:
    links = [(f"/{language}/{name}/", word) for name, word in words.LABELS[language].items()]
    links.append((f"/{language}/calendar/0", words.CALENDAR[language]))
    links += {
        "bg": [("/bg/cat8/Administracia", "Администрация"), ("/bg/cat4/Komisii", "Комисии")],
        "en": [("/en/cat40/1000/john-atanasoff.html", "John Atanasoff Award")],
    }[language]
    links += [(f"/bg{elsewhere}", "Български"), (f"/en{elsewhere}", "English")]
    rows = "".join(f'<li><a href="{escape(to)}">{word}</a></li>\n' for to, word in links)
    return f"<ul>\n{rows}</ul>\n"


def _elsewhere(item: Item) -> str:
    return item.path.removeprefix(f"/{item.language}")


def _label(item: Item, language: str | None = None) -> str:
    return f"<h1>{words.print_section_label(item.section, language or item.language)}</h1>\n"


def _pictures(item: Item) -> str:
    return "".join(
        f'<p><img src="{picture_path(item, position)}" alt=""> {escape(caption or "")}</p>\n'
        for position, caption in enumerate(item.captions)
    )


def _text(item: Item) -> str:
    texts = [item.standfirst, *item.paragraphs] if item.standfirst else list(item.paragraphs)
    blocks = [_inline(text, item.quirks) for text in texts]
    stamp = f"<span>{item.published}</span>"
    if blocks and item.quirks & {"glued", "glued_blank"}:
        gap = " " if "glued_blank" in item.quirks else ""
        blocks[0], stamp = f"{stamp}{gap}{blocks[0]}", ""
    head = f"<p>{stamp}</p>\n" if stamp else ""
    return head + _paragraphs(blocks, item.quirks)


def _paragraphs(blocks: Sequence[str], quirks: frozenset[str]) -> str:
    if "br" in quirks:
        return "<p>" + "<br>\n".join(blocks) + "</p>\n" if blocks else ""
    gap = "<p>&nbsp;</p>\n" if "nbsp" in quirks else ""
    return "".join(f"<p>{block}</p>\n{gap}" for block in blocks)


def _teasers(item: Item, teasers: Iterable[Item], language: str | None = None) -> str:
    tongue = language or item.language
    label = words.print_section_label(item.section, tongue)
    rows = "".join(
        f'<div><a href="{escape(teaser.path)}">{_headline(teaser)}</a><br>'
        f"{words.print_listing_date(teaser.published, tongue)}<br>{escape(teaser.lead)}</div>\n"
        for teaser in teasers
    )
    return f"<h3>{words.MORE_FROM[tongue]} {label}</h3>\n{rows}"


def _entry(item: Item) -> str:
    month = "bg" if "bulgarian_month" in item.quirks else item.language
    date = words.print_listing_date(item.published, month)
    link = f'<a href="{escape(item.path)}">'
    if "bare" in item.quirks:
        head = f"<p>{link}{date}</a></p>"
    else:
        head = f"<h2>{link}{_headline(item)}</a></h2>\n<p>{date}</p>"
    return f"<div>\n{head}\n<p>{escape(item.lead)}</p>\n</div>\n"


def _page_links(view: ListingView) -> str:
    turn = words.TURN[view.language]
    near = range(max(1, view.page - 2), min(view.last, view.page + 2) + 1)
    links = [(page, str(page)) for page in near]
    if view.page > 1:
        links[:0] = [(1, turn["first"]), (view.page - 1, turn["previous"])]
    if view.page < view.last:
        links += [(view.page + 1, turn["next"]), (view.last, turn["last"])]
    row = " ".join(f'<a href="{view.root}/page/{page}">{word}</a>' for page, word in links)
    return f"<p>{row}</p>\n"


def _headline(item: Item) -> str:
    end = "rnrn" if "rnrn" in item.quirks else ""
    return _inline(item.headline, item.quirks - {"word_spans"}) + end


def _inline(text: str, quirks: frozenset[str]) -> str:
    if "soft_hyphens" in quirks:
        text = " ".join(w[:4] + "\u00ad" + w[4:] if len(w) > 9 else w for w in text.split(" "))
    if "blanks" in quirks:
        text = text.replace(": ", ":  ").replace(". ", ".   ").replace(", ", ", \u00a0")
    if "word_spans" in quirks:
        half = len(text) // 2
        halves = (_escape(text[:half], quirks), _escape(text[half:], quirks))
        return "".join(f"{_SPAN}{part}</span>" for part in halves) + "<o:p></o:p>"
    return _escape(text, quirks)


def _escape(text: str, quirks: frozenset[str]) -> str:
    plain = escape(text, quote=False)
    return plain.translate(_ENTITIES) if "quotes" in quirks else plain
