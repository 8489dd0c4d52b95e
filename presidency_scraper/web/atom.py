"""The Atom feeds: an entry for each event, for ever the same on every machine. Pure.

An entry's id is made of article and event, never of the server it is read from. Nothing here reads
a clock, so equal events make equal bytes.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from lxml import etree
from markupsafe import Markup

from presidency_scraper.store.events import Event, Texts
from presidency_scraper.web.diff_marks import tagged

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Whose ids these are (RFC 4151): the program's, so that every copy of an event has the same.
_TAG = "tag:presidency-scraper,2026:"
#: Of a feed without entries.
_NEVER = "1970-01-01T00:00:00Z"
_TITLE = "What the Bulgarian presidency publishes"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEADS = {
    "bg": {"edit": "Променено: ", "deletion": "Свалено: ", "return": "Върнато: "},
    "en": {"edit": "Edited: ", "deletion": "Deleted: ", "return": "Back: "},
}
_FIELDS = {
    "bg": {"headline": "Заглавие", "published_at": "Дата", "body": "Текст"},
    "en": {"headline": "Headline", "published_at": "Date", "body": "Text"},
}
_SAID = {
    "bg": {
        "cosmetic": "Само знаци и разстояния.",
        "deletion": "Не е на сайта от {}. Текстът, както беше последно:",
        "return": "Отново е на сайта; липсваше от {}.",
    },
    "en": {
        "cosmetic": "Only in looks.",
        "deletion": "Not on the site since {}. The text as it was last:",
        "return": "On the site again; it was missing since {}.",
    },
}


def make_feed(
    events: Sequence[Event],
    base: str | None = None,
    name: str = "changes",
    asked: Sequence[tuple[str, str]] = (),
) -> str:
    """Return *events*, newest first, as the Atom feed *name*.

    *base* is where ``serve`` is reached; without it links lead to the site alone. *asked* are the
    filters by which these events were chosen: another feed has another id.
    """
    path = f"{name}.atom" + (f"?{urlencode(asked)}" if asked else "")
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]  # the stubs lack it
    feed.set(_LANG, "bg")
    _add(feed, "id", _TAG + path)
    _add(feed, "title", f"{_TITLE}: {name}").set(_LANG, "en")
    _add(feed, "updated", _updated(events[0]) if events else _NEVER)
    _add(_add(feed, "author"), "name", "presidency-scraper")
    _add(feed, "generator", "presidency-scraper")
    if base:
        _link(feed, "self", f"{base.rstrip('/')}/{path}", "application/atom+xml")
        _link(feed, "alternate", f"{base.rstrip('/')}/", "text/html")
    for event in events:
        _add_entry(feed, event, base)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True).decode()


def _add_entry(feed: etree._Element, event: Event, base: str | None) -> None:
    entry = _add(feed, "entry")
    entry.set(_LANG, event.language)
    _add(entry, "id", _TAG + event.id)
    _add(entry, "title", _words(_HEADS, event).get(event.kind, "") + event.headline)
    _add(entry, "updated", _updated(event))
    _add(entry, "published", event.state.published_at)
    _add(entry, "category", term=event.kind)
    _add(entry, "category", term=event.section)
    if event.cosmetic:
        _add(entry, "category", term="cosmetic")
    if base:
        ours = f"{base.rstrip('/')}/articles/{event.article_id}"
        _link(entry, "alternate", ours, "text/html")
        _link(entry, "related", f"{base.rstrip('/')}/captures/{event.capture_id}", "text/html")
    _link(entry, "via" if base else "alternate", event.url, "text/html")
    _add(entry, "content", "\n".join(_content(event)), type="html")


def _updated(event: Event) -> str:
    """When it was seen; below the second by the capture, so that no two entries share it.

    W3C's rules ask for that, and a crawl may read several pages within a second.
    """
    part = (2 * event.capture_id + (event.kind == "return")) % 1_000_000
    return f"{event.at.removesuffix('Z')}.{part:06}Z"


def _content(event: Event) -> Iterator[Markup]:
    said, fields = _words(_SAID, event), _words(_FIELDS, event)
    if event.kind != "edit":
        if event.kind in said:
            yield Markup("<p>{}</p>").format(said[event.kind].format(event.gone_at))
        yield from _paragraphs(event.state)
        return
    if event.cosmetic:
        yield Markup("<p>{}</p>").format(said["cosmetic"])
    for name, pieces in event.differences():
        yield Markup("<p><b>{}:</b> {}</p>").format(fields[name], tagged(pieces))


def _paragraphs(state: Texts) -> Iterator[Markup]:
    return (Markup("<p>{}</p>").format(text) for text in state.body.split("\n\n") if text)


def _words(table: dict[str, dict[str, str]], event: Event) -> dict[str, str]:
    """What is said in the language of an article; of one that is not known here in English."""
    return table.get(event.language, table["en"])


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    for key, value in attributes.items():
        child.set(key, value)
    if text:
        child.text = _NO_XML.sub("\ufffd", text)
    return child


def _link(parent: etree._Element, rel: str, href: str, kind: str) -> None:
    _add(parent, "link", rel=rel, href=_NO_XML.sub("", href), type=kind)
