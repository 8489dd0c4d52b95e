"""A page as a reader sees it: blocks of text in reading order. Knows HTML, and no site.

A block is what stands between two line breaks: a paragraph, a table cell, a run between two
``<br>``. Where a date is printed amid other text the block is cut there, so that every date is a
block of its own. Class names are never looked at, nor is any tag but for what HTML itself says of
it: whether it breaks the line, is hidden, links, heads, or captions a picture.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree
from lxml.html import HtmlElement
from parsel import Selector

from presidency_scraper.dates import find_printed, find_timestamp
from presidency_scraper.text import clean_lines, clean_text

_BREAKING = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl "
    "dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html "
    "legend li main menu nav ol p pre search section summary table tbody td tfoot th "
    "thead tr ul".split()
)
_UNSEEN = frozenset(
    "script style noscript template head title svg math iframe object embed audio video "
    "canvas map select option optgroup textarea button input datalist meta link base".split()
)
#: Regions that HTML itself calls something other than the text of the page.
_CHROME = frozenset(["nav", "footer", "form", "aside", "dialog", "menu"])
_FIGURE = frozenset(["figure", "figcaption"])
_HEADING = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset(["b", "strong", "big"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_DISPLAY = re.compile(r"display\s*:\s*(inline|block|flex|grid|table|list-item)\b(?!-)", re.I)


@dataclass(slots=True)
class Block:
    """Text between two line breaks; ``date`` says which date the text is, if it is one."""

    index: int
    text: str
    raw: str  # the same before cleaning
    date: str | None  # "timestamp", "printed" or None
    element: HtmlElement  # the innermost element around the first letter
    hrefs: tuple[str, ...]
    linked: bool  # every letter stands in a link
    tail: str  # the last words where they alone are a link: "More"; else empty
    heading: int | None
    bold: bool
    chrome: tuple[HtmlElement, ...]  # the open regions that HTML calls something else than text
    figure: bool
    line: int  # blocks cut from one line share its number


@dataclass(slots=True)
class Picture:
    """An ``<img>`` and the index of the block that follows it."""

    before: int
    element: HtmlElement
    href: str | None
    chrome: tuple[HtmlElement, ...]


@dataclass(slots=True)
class Blocks:
    """A whole page: its blocks, its pictures, every link on it, its title and its base URL."""

    blocks: list[Block]
    pictures: list[Picture]
    hrefs: list[str]
    title: str
    base: str | None


@dataclass(slots=True)
class _Run:
    text: str
    element: HtmlElement
    link: HtmlElement | None
    href: str | None
    heading: int | None
    bold: bool


@dataclass(slots=True)
class _Context:
    """Where the walk stands: what is open around the next letter."""

    links: list[tuple[HtmlElement, str]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    chrome: list[HtmlElement] = field(default_factory=list)
    bold: int = 0
    figure: int = 0
    pre: int = 0


def parse_blocks(html: str) -> Blocks:
    """Return the blocks of *html*, a decoded page. Never raises for bad markup."""
    root = Selector(text=html or "<html></html>", type="html").root
    return _Walk(root).run()


def rejoin_lines(blocks: list[Block], kept: Block) -> list[Block]:
    """Undo the cuts at timestamps but for those of *kept*'s line: the others stand in a text."""
    cut = {b.line for b in blocks if b.date == "timestamp" and b.line != kept.line}
    joined: list[Block] = []
    for block in blocks:
        if block.line in cut and joined and joined[-1].line == block.line:
            raw = joined[-1].raw + block.raw
            joined[-1] = replace(joined[-1], raw=raw, text=clean_text(raw), date=None)
        else:
            joined.append(replace(block, date=None) if block.line in cut else block)
    return joined


class _Walk:
    """One pass over the tree; iterative, so that deep nesting is no danger."""

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.page = Blocks([], [], [], _title_of(root), _base_of(root))
        self.context = _Context()
        self.runs: list[_Run] = []
        self.line = 0

    def run(self) -> Blocks:
        walker = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                if _is_unseen(element):
                    walker.skip_subtree()
                else:
                    self._open(element)
            else:
                if event == "end" and not _is_unseen(element):
                    self._close(element)
                if element is not self.root:
                    self._text(element.tail, element.getparent())
        self._flush()
        return self.page

    def _open(self, element: HtmlElement) -> None:
        if element.tag == "br" and self.context.headings:
            self._text(" ", element)  # a heading on two lines is one heading
        elif _breaks(element):
            self._flush()
        self._enter(element)
        if element.tag == "a" and (href := element.get("href")) is not None:
            self.context.links.append((element, href))
            self.page.hrefs.append(href)
        elif element.tag == "img":
            self._picture(element)
        self._text(element.text, element)

    def _close(self, element: HtmlElement) -> None:
        if _breaks(element) and not (element.tag == "br" and self.context.headings):
            self._flush()
        self._leave(element)

    def _enter(self, element: HtmlElement) -> None:
        context, tag = self.context, element.tag
        context.bold += tag in _BOLD
        context.figure += tag in _FIGURE
        context.pre += tag == "pre"
        if tag in _HEADING:
            context.headings.append(_HEADING[tag])
        elif tag in _CHROME:
            context.chrome.append(element)

    def _leave(self, element: HtmlElement) -> None:
        context, tag = self.context, element.tag
        context.bold -= tag in _BOLD
        context.figure -= tag in _FIGURE
        context.pre -= tag == "pre"
        if tag in _HEADING:
            context.headings.pop()
        elif tag in _CHROME:
            context.chrome.pop()
        elif context.links and context.links[-1][0] is element:
            context.links.pop()

    def _picture(self, element: HtmlElement) -> None:
        href = self.context.links[-1][1] if self.context.links else None
        before = len(self.page.blocks) + bool(self.runs)
        self.page.pictures.append(Picture(before, element, href, tuple(self.context.chrome)))

    def _text(self, text: str | None, element: HtmlElement) -> None:
        if not text:
            return
        if self.context.pre and "\n" in text:
            for number, piece in enumerate(text.split("\n")):
                if number:
                    self._flush()
                self._add(piece, element)
        else:
            self._add(text, element)

    def _add(self, text: str, element: HtmlElement) -> None:
        context = self.context
        link, href = context.links[-1] if context.links else (None, None)
        heading = context.headings[-1] if context.headings else None
        self.runs.append(_Run(text, element, link, href, heading, context.bold > 0))

    def _flush(self) -> None:
        runs, self.runs = self.runs, []
        raw = "".join(run.text for run in runs)
        if not raw or raw.isspace():
            return
        self.line += 1
        pieces = list(_cut_at_dates(raw))
        for start, end, date in pieces:
            piece = list(_slice_runs(runs, start, end))
            for part in _cut_between_links(piece) if len(pieces) > 1 else [piece]:
                self._emit(part, date)

    def _emit(self, runs: list[_Run], date: str | None) -> None:
        raw = "".join(run.text for run in runs)
        seen = [run for run in runs if clean_text(run.text)]
        for text in clean_lines(raw):
            self.page.blocks.append(self._block(text, raw, seen, date))

    def _block(self, text: str, raw: str, runs: list[_Run], date: str | None) -> Block:
        hrefs = dict.fromkeys(run.href for run in runs if run.href is not None)
        return Block(
            index=len(self.page.blocks),
            text=text,
            raw=raw,
            date=date,
            element=runs[0].element,
            hrefs=tuple(hrefs),
            linked=bool(hrefs) and all(run.href for run in runs if _has_letter(run.text)),
            tail=clean_text(runs[-1].text) if runs[-1].href and not runs[0].href else "",
            heading=runs[0].heading,
            bold=all(run.bold for run in runs),
            chrome=tuple(self.context.chrome),
            figure=self.context.figure > 0,
            line=self.line,
        )


def _title_of(root: HtmlElement) -> str:
    """The page's names for itself: its title and what it tells social networks."""
    return clean_text(
        " ".join(root.xpath("//head/title/text()|//meta[@property='og:title']/@content"))
    )


def _base_of(root: HtmlElement) -> str | None:
    return next(iter(root.xpath("//base/@href")), None)


def _is_unseen(element: HtmlElement) -> bool:
    return (
        element.tag in _UNSEEN
        or "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style", "")) is not None
    )


def _breaks(element: HtmlElement) -> bool:
    """Tell whether *element* starts a new line: by its tag, unless its own style says otherwise.

    Custom elements (a dash in the name) count as breaking; Word's ``o:p`` does not.
    """
    if (style := element.get("style")) and (display := _DISPLAY.search(style)):
        return display[1].lower() != "inline"
    return element.tag in _BREAKING or "-" in element.tag


def _has_letter(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _cut_at_dates(raw: str) -> Iterator[tuple[int, int, str | None]]:
    """Yield (start, end, kind) of the pieces of a line; a date is a piece of its own."""
    done = 0
    while match := _next_date(raw, done):
        start, end, kind = match
        if start > done:
            yield done, start, None
        yield start, end, kind
        done = end
    if done < len(raw):
        yield done, len(raw), None


def _next_date(raw: str, done: int) -> tuple[int, int, str] | None:
    rest = raw[done:]
    found = [
        (done + match.start(), done + match.end(), kind)
        for kind, match in (("timestamp", find_timestamp(rest)), ("printed", find_printed(rest)))
        if match
    ]
    return min(found, default=None)


def _slice_runs(runs: list[_Run], start: int, end: int) -> Iterator[_Run]:
    offset = 0
    for run in runs:
        low, high = max(start - offset, 0), min(end - offset, len(run.text))
        if low < high:
            yield replace(run, text=run.text[low:high])
        offset += len(run.text)


def _cut_between_links(runs: list[_Run]) -> Iterator[list[_Run]]:
    """Cut where one link ends and the next begins with not even a blank in between."""
    start = 0
    for at in range(1, len(runs)):
        before, after = runs[at - 1].link, runs[at].link
        if before is not None and after is not None and before is not after:
            yield runs[start:at]
            start = at
    yield runs[start:]
