"""The desktop edition's pages: the date above the headline, true minutes, much around the text.

The class names that a reader of the live pages used are kept: listing links
``.inside-article-box a.dblock``; ``.print-content h2``, ``.print-content .date``,
``.print-content .index-news-bdy``, ``.print-content img``. All else is made up: whether pictures
stand above the date, as here, and whether the standfirst is part of the text is not known.
"""

from collections.abc import Iterable, Iterator
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
    write_alternative,
    write_body,
    write_headline,
    write_inline,
)


def article_page(item: Item, teasers: Iterable[Item]) -> str:
    """Write an article: label, pictures, date, headline, standfirst, text, teasers."""
    content = (
        _pictures(item)
        + _head(item, item.language, write_headline(item))
        + _summary(item)
        + f'<div class="index-news-bdy">\n{write_body(item)}</div>\n'
    )
    return _article(item, item.language, content, teasers)


def shell_page(item: Item, language: str, teasers: Iterable[Item]) -> str:
    """Write what stands at the address of an article that is not translated."""
    content = _head(item, language, "") + '<div class="index-news-bdy"></div>\n'
    return _article(item, language, content, teasers)


def listing_page(view: ListingView) -> str:
    """Write a page of a listing; pages of the news are counted under ``/news/all/``."""
    filters = "".join(f'<a href="{escape(to)}">{word}</a>\n' for to, word in view.filters("www"))
    turns = "".join(
        f'<li><a href="{escape(to)}">{word}</a></li>\n' for to, word in view.turns("www")
    )
    body = (
        f'{_label(view.section, view.language)}<div class="filters">Filters:\n{filters}</div>\n'
        f'{"".join(_entry(item) for item in view.items)}<ul class="pagination">\n{turns}</ul>\n'
    )
    return _page(view.language, body)


def calendar_page(language: str, number: int, items: Iterable[Item]) -> str:
    """Write one page of the calendar, which goes on for ever both ways."""
    turn = words.TURN[language]
    events = "".join(
        f'<div class="event"><span class="date">'
        f"{words.print_desktop_date(item.published, language)}</span>\n"
        f"<p>{escape(item.lead)}</p></div>\n"
        for item in items
    )
    links = (
        f'<a class="prev" href="{calendar_path(language, number - 1)}">{turn["previous"]}</a>\n'
        f'<a class="next" href="{calendar_path(language, number + 1)}">{turn["next"]}</a>\n'
    )
    return _page(language, f"<h1>{words.CALENDAR[language]}</h1>\n{events}{links}")


def standing_page(page: StandingPage) -> str:
    """Write a page under ``/catN/``."""
    paragraphs = "".join(f"<p>{escape(text)}</p>\n" for text in page.paragraphs)
    date = words.print_desktop_date(page.published, page.language)
    body = (
        f'<div class="print-content">\n<div class="date">{date}</div>\n'
        f"<h2>{escape(page.headline)}</h2>\n"
        f'<div class="index-news-bdy">\n{paragraphs}</div>\n</div>\n'
    )
    return _page(page.language, body)


def missing_page(language: str) -> str:
    """Write the page that comes with status 404."""
    return _page(language, f'<div class="error">{words.MISSING[language]}</div>\n')


def _article(item: Item, language: str, content: str, teasers: Iterable[Item]) -> str:
    tools = words.TOOLS[language]
    share = (
        '<ul class="article-tools">\n'
        f'<li><a href="javascript:window.print()">{tools["print"]}</a></li>\n'
        '<li><a href="#" title="Facebook"><i class="icon-fb"></i></a></li>\n</ul>\n'
    )
    more = f'<div class="more-news">\n<h3>{words.print_more_from(item.section, language)}</h3>\n'
    body = (
        f'{_label(item.section, language)}<div class="print-content">\n{content}</div>\n'
        f"{share}{more}{''.join(_teaser(teaser, language) for teaser in teasers)}</div>\n"
    )
    return _page(language, body, item)


def _page(language: str, body: str, item: Item | None = None) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{words.SITE_NAME[language]}</title>\n"
        '<meta name="viewport" content="width=1200">\n</head>\n<body>\n'
        f'{_header(language, item)}<div class="inside-content">\n{body}</div>\n'
        f"{_footer(language)}</body>\n</html>\n"
    )


def _header(language: str, item: Item | None) -> str:
    site, tools = words.SITE_NAME[language], words.TOOLS[language]
    tongues = "".join(f'<a href="{escape(to)}">{word}</a>\n' for to, word in _elsewhere(item))
    menu = "".join(f'<li><a href="{escape(to)}">{word}</a></li>\n' for to, word in _menu(language))
    return (
        f'<div id="header">\n<a href="{section_path("www", language, "news")}">'
        f'<img src="/images/coat-of-arms.jpg" alt="{site}"></a>\n'
        f'<div class="lang">\n{tongues}</div>\n'
        f'<form action="/news/"><input type="text" name="q" placeholder="{tools["search"]}">'
        f'</form>\n<ul id="nav">\n{menu}</ul>\n</div>\n'
    )


def _menu(language: str) -> Iterator[tuple[str, str]]:
    for section, word in words.LABELS[language].items():
        yield section_path("www", language, section), word
    yield calendar_path(language, 0), words.CALENDAR[language]
    yield from words.STANDING[language]


def _elsewhere(item: Item | None) -> Iterator[tuple[str, str]]:
    for language, word in words.TONGUES.items():
        glued = f"{article_path(item, 'www', 'bg')}&lang={language}" if item else ""
        yield glued or f"/news/?lang={language}", word


def _footer(language: str) -> str:
    columns = "".join(f"<li>{line}</li>\n" for line in words.FOOTER[language])
    return (
        f'<div id="footer">\n<ul>\n{columns}</ul>\n'
        f'<a class="totop" href="#header">{words.TOOLS[language]["top"]}</a>\n'
        f"<p>&copy; {words.SITE_NAME[language]}</p>\n</div>\n"
    )


def _label(section: str, language: str) -> str:
    return f'<div class="section-title">{words.print_section_label(section, language)}</div>\n'


def _pictures(item: Item) -> str:
    figures = "".join(
        f'<figure><img src="{picture_path(item, position)}" alt="{escape(caption or "")}">'
        + (f"<figcaption>{escape(caption)}</figcaption>" if caption else "")
        + "</figure>\n"
        for position, caption in enumerate(item.captions)
    )
    return f'<div class="gallery">\n{figures}</div>\n' if figures else ""


def _head(item: Item, language: str, headline: str) -> str:
    date, gap = words.print_desktop_date(item.published, language), timestamp_gap(item)
    if gap is not None:
        return f'<span class="date">{date}</span>{gap}<h2>{headline}</h2>\n'
    return f'<div class="date">{date}</div>\n<h2>{headline}</h2>\n'


def _summary(item: Item) -> str:
    if not item.standfirst:
        return ""
    return f'<div class="summary">{write_inline(item.standfirst, item.quirks)}</div>\n'


def _teaser(item: Item, language: str) -> str:
    """Write a teaser; the first of its two numbers was 0 on the page that was seen (news 6311)."""
    return (
        f'<div class="teaser">\n'
        f'<div class="date">{words.print_desktop_date(item.published, language)}</div>\n'
        f'<a href="{escape(article_path(item, "www"))}">'
        f'<img src="{picture_path(item, 0)}" alt="{write_alternative(item)}"></a>\n'
        f'<h4><a href="{escape(article_path(item, "www"))}">{write_headline(item)}</a></h4>\n'
        f'<ul class="counts"><li>0</li><li>{len(item.captions)}</li></ul>\n</div>\n'
    )


def _entry(item: Item) -> str:
    date = words.print_desktop_date(item.published, month_language(item))
    stamp = f'<span class="date">{date}</span>'
    head = "" if "bare" in item.quirks else f"<h3>{write_headline(item)}</h3>\n"
    return (
        f'<div class="inside-article-box">\n<a class="dblock" '
        f'href="{escape(article_path(item, "www"))}">\n{head}{stamp}\n'
        f"<p>{escape(item.lead)}</p>\n</a>\n</div>\n"
    )
