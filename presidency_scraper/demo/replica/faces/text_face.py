"""The text edition's pages: plain, and poor in hooks. The reading order is the live site's."""

from collections.abc import Iterable
from html import escape

from presidency_scraper.demo.replica import vocabulary as words
from presidency_scraper.demo.replica.content import Item, StandingPage
from presidency_scraper.demo.replica.paths import (
    article_path,
    calendar_path,
    section_path,
)
from presidency_scraper.demo.replica.tags import (
    ListingView,
    month_language,
    picture_path,
    timestamp_gap,
    write_headline,
    write_inline,
    write_paragraphs,
)


def article_page(item: Item, teasers: Iterable[Item]) -> str:
    """Write an article: label, pictures, headline, date, standfirst, text, teasers."""
    head = f"<h2>{write_headline(item)}</h2>\n"
    more = _teasers(item, item.language, teasers)
    parts = [_label(item.section, item.language), _pictures(item), head, _text(item), more]
    return _page(item.language, "".join(parts), item)


def shell_page(item: Item, language: str, teasers: Iterable[Item]) -> str:
    """Write what stands at the address of an article that is not translated."""
    head = f"<h2></h2>\n<p>{item.published}</p>\n"
    return _page(
        language, _label(item.section, language) + head + _teasers(item, language, teasers), item
    )


def listing_page(view: ListingView) -> str:
    """Write a page of a listing."""
    filters = " ".join(f'<a href="{to}">{word}</a>' for to, word in view.filters("text"))
    entries = "".join(_entry(item) for item in view.items)
    turns = " ".join(f'<a href="{to}">{word}</a>' for to, word in view.turns("text"))
    label = _label(view.section, view.language)
    return _page(view.language, f"{label}<p>Filters: {filters}</p>\n{entries}<p>{turns}</p>\n")


def calendar_page(language: str, number: int, items: Iterable[Item]) -> str:
    """Write one page of the calendar, which goes on for ever both ways."""
    turn = words.TURN[language]
    events = "".join(
        f"<p>{words.print_listing_date(item.published, language)}<br>{escape(item.lead)}</p>\n"
        for item in items
    )
    links = (
        f'<p><a href="{calendar_path(language, number - 1)}">{turn["previous"]}</a> {number} '
        f'<a href="{calendar_path(language, number + 1)}">{turn["next"]}</a></p>\n'
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


def _page(language: str, body: str, item: Item | None = None) -> str:
    footer = "".join(f"<p>{line}</p>\n" for line in words.FOOTER[language])
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{words.SITE_NAME[language]}</title>\n</head>\n<body>\n"
        f"{_menu(language, item)}<div>\n{body}</div>\n"
        f"<div>\n{footer}</div>\n</body>\n</html>\n"
    )


def _menu(language: str, item: Item | None) -> str:
    labels = words.LABELS[language].items()
    links = [(section_path("text", language, name), word) for name, word in labels]
    links.append((calendar_path(language, 0), words.CALENDAR[language]))
    links += words.STANDING[language]
    for other, word in words.TONGUES.items():
        here = article_path(item, "text", other) if item else section_path("text", other, "news")
        links.append((here, word))
    rows = "".join(f'<li><a href="{escape(to)}">{word}</a></li>\n' for to, word in links)
    return f"<ul>\n{rows}</ul>\n"


def _label(section: str, language: str) -> str:
    return f"<h1>{words.print_section_label(section, language)}</h1>\n"


def _pictures(item: Item) -> str:
    return "".join(
        f'<p><img src="{picture_path(item, position)}" alt=""> {escape(caption or "")}</p>\n'
        for position, caption in enumerate(item.captions)
    )


def _text(item: Item) -> str:
    texts = [item.standfirst, *item.paragraphs] if item.standfirst else list(item.paragraphs)
    blocks = [write_inline(text, item.quirks) for text in texts]
    stamp, gap = f"<span>{item.published}</span>", timestamp_gap(item)
    if blocks and gap is not None:
        return write_paragraphs([f"{stamp}{gap}{blocks[0]}", *blocks[1:]], item.quirks)
    return f"<p>{stamp}</p>\n" + write_paragraphs(blocks, item.quirks)


def _teasers(item: Item, language: str, teasers: Iterable[Item]) -> str:
    rows = "".join(
        f'<div><a href="{escape(article_path(teaser, "text"))}">{write_headline(teaser)}</a><br>'
        f"{words.print_listing_date(teaser.published, language)}<br>{escape(teaser.lead)}</div>\n"
        for teaser in teasers
    )
    return f"<h3>{words.print_more_from(item.section, language)}</h3>\n{rows}"


def _entry(item: Item) -> str:
    date = words.print_listing_date(item.published, month_language(item))
    link = f'<a href="{escape(article_path(item, "text"))}">'
    if "bare" in item.quirks:
        head = f"<p>{link}{date}</a></p>"
    else:
        head = f"<h2>{link}{write_headline(item)}</a></h2>\n<p>{date}</p>"
    return f"<div>\n{head}\n<p>{escape(item.lead)}</p>\n</div>\n"
