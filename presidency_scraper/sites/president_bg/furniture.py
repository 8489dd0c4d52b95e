"""What stands around the text of an article and is none of it: buttons, tags, links beside it.

Such things stand before and after the text, never inside: a paragraph between two others is text
whatever it says, unless it is a button or a list of links to other articles. What a link is for is
judged by where it leads; what stands unlinked beside it, by its words.
"""

from collections.abc import Callable, Iterator, Sequence

from presidency_scraper.errors import LayoutError
from presidency_scraper.items import ArticleRef
from presidency_scraper.sites.base import Kind, UrlFacts
from presidency_scraper.sites.html.blocks import Block
from presidency_scraper.sites.president_bg.buttons import (
    is_button,
    is_control,
    is_meta,
    says_over_links,
)
from presidency_scraper.sites.president_bg.notices import is_of_site
from presidency_scraper.sites.president_bg.words import (
    is_beside,
    is_open,
    is_sentence,
    is_sharing,
    stays,
)

_Resolve = Callable[[str], UrlFacts]

#: A lead-in ("Сподели в") has no more words than this, nor a heading over links than the second.
_LEAD_IN, _OVER_LINKS = 3, 6

#: What the pages above an article are.
_ABOVE = frozenset([Kind.FRONT, Kind.LISTING, Kind.OTHER])


class Furniture:
    """Judges the blocks around the article *own*; *labels* are the words that label a section."""

    def __init__(self, own: ArticleRef, resolve: _Resolve, labels: frozenset[str]) -> None:
        self._own = own
        self._resolve = resolve
        self._labels = labels

    def trim(self, body: Sequence[Block], *, over_links: bool) -> list[Block]:
        """Return *body* without the furniture before it and after it, buttons and links inside.

        *over_links* says that links follow at once, which may have a heading in *body*. Raises
        LayoutError where links inside leave open whose heading stands over them.
        """
        start = self._end_of_leading(body)
        end = self._start_of_trailing(body, start, over_links)
        inside = self._without_related(body[start:end])
        return [block for block in inside if not self.is_button(block)]

    def _without_related(self, body: Sequence[Block]) -> Iterator[Block]:
        """Yield *body* without lists of links to other articles, and what stands over them.

        Raises LayoutError where that may be the heading of the text below them as well.
        """
        at = 0
        while at < len(body):
            heads = self._is_over_links(body[at]) or (body[at].bold and self._is_label(body[at]))
            first = at + 1 if heads else at
            end = self._end_of_links(body, first)
            if heads and end > first and not says_over_links(body[at].text):
                raise LayoutError(f"links stand in the text under {body[at].text!r}")
            if end > first + (not heads) or self._is_related(body[at]):
                at = max(end, at + 1)
            else:
                yield body[at]
                at += 1

    def _is_related(self, block: Block) -> bool:
        """Tell whether *block* says "Вижте също:", or the like, and links to other articles."""
        others = any(map(self._is_other, block.hrefs))
        return others and not block.linked and is_open(block.text) and self.is_furniture(block)

    def is_button(self, block: Block) -> bool:
        """Tell whether *block* is a control and links as one, or says it plainly: never text."""
        if not block.links:
            return is_button(block.text)
        parts = [block.words.plain, *(link.text for link in block.links)]
        named = (block.linked and is_control(block.text)) or all(
            is_control(part) or is_button(part) for part in parts
        )
        return named and not any(map(self._is_other, block.hrefs))

    def is_of_site(self, block: Block) -> bool:
        """Tell whether *block* speaks of the web site, or is a banner with a link to another."""
        leads_off = any(self._kind(href) is Kind.FOREIGN for href in block.hrefs)
        return is_of_site(block.text) or (leads_off and is_button(block.words.plain))

    def is_trail(self, block: Block, headline: str) -> bool:
        """Tell whether *block* links pages above this one, and then says *headline*."""
        way = block.text.removesuffix(headline)
        if way == block.text or not way:
            return False
        links = block.links[: -1 if block.linked else None]
        for link in links:
            way = way.replace(link.text, "", 1)
        above = all(self._kind(link.href) in _ABOVE for link in links)
        return bool(links) and above and not any(map(str.isalnum, way))

    def is_furniture(self, block: Block) -> bool:
        """Tell whether *block*, before or after the text, is none of it."""
        text = block.text
        if is_control(text):
            return bool(block.links) or not is_sentence(text)
        if is_meta(text) or text.casefold() in self._labels or self._is_own_address(text):
            return True
        if not block.links or not all(self._is_aside(href) for href in block.hrefs):
            return False
        articles = sum(self._is_other(href) for href in block.hrefs)
        if block.linked:
            return is_open(text) and (articles != 1 or is_beside(text)) and "@" not in text
        if len(block.words.plain.split()) > _LEAD_IN * (1 + articles):
            return False
        return (
            is_beside(block.words.plain)
            if articles
            else is_open(text) or is_control(block.words.plain)
        )

    def is_article_link(self, block: Block) -> bool:
        """Tell whether *block* is a link to another article and says no sentence."""
        return block.linked and is_open(block.text) and all(map(self._is_other, block.hrefs))

    def _end_of_leading(self, body: Sequence[Block]) -> int:
        at = 0
        while at < len(body):
            end = self._end_of_links(body, at)
            if end > at + 1:
                at = end
            elif self.is_furniture(body[at]):
                at += 1
            else:
                break
        return at

    def _end_of_links(self, body: Sequence[Block], at: int) -> int:
        while at < len(body) and self.is_article_link(body[at]):
            at += 1
        return at

    def _start_of_trailing(self, body: Sequence[Block], first: int, over_links: bool) -> int:
        end = len(body)
        while end > first:
            start = self._start_of_links(body, first, end)
            over = start > first and self._is_over_links(body[start - 1])
            dropped_links = bool(body[end].links) if end < len(body) else over_links
            if end - start > 1 or (end - start == 1 and over):
                end = start
            elif self.is_furniture(body[end - 1]) or (
                dropped_links and self._is_over_links(body[end - 1])
            ):
                end -= 1
            else:
                break
        return end

    def _start_of_links(self, body: Sequence[Block], first: int, end: int) -> int:
        while end > first and self.is_article_link(body[end - 1]):
            end -= 1
        return end

    def _is_over_links(self, block: Block) -> bool:
        """Tell whether *block* could be the heading of the links below it."""
        words = says_over_links(block.text) or block.heading is not None
        return self._is_label(block) and (words or block.text.endswith(":"))

    def _is_label(self, block: Block) -> bool:
        """Tell whether *block* is short and plain as what heads something."""
        text = block.text
        few = len(text.split()) <= _OVER_LINKS
        return few and not block.links and not text.endswith((".", "!", "?", ","))

    def is_over_pictures(self, block: Block) -> bool:
        """Tell whether *block* says that pictures or links stand below it."""
        return self._is_label(block) and says_over_links(block.text)

    def _is_aside(self, href: str) -> bool:
        """Tell whether a link stays on the page, shares it, or leads elsewhere on the site."""
        return is_sharing(href) or self._kind(href) is not Kind.FOREIGN

    def _is_other(self, href: str) -> bool:
        article = self._resolve(href).article
        return article is not None and not self.is_own(href)

    def is_own(self, href: str) -> bool:
        """Tell whether *href* leads to this very article, in whatever language."""
        article = self._resolve(href).article
        if article is None:
            return stays(href)
        return (article.section, article.number) == (self._own.section, self._own.number)

    def is_self(self, href: str) -> bool:
        """Tell whether *href* leads to this very article in this language."""
        article = self._resolve(href).article
        return stays(href) if article is None else article == self._own

    def _is_own_address(self, text: str) -> bool:
        return text.startswith("http") and " " not in text and self.is_own(text)

    def _kind(self, href: str) -> Kind:
        return self._resolve(href).kind
