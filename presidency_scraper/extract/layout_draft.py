"""Drafts a strict layout: which selector names each field on all pages that landmarks read.

A draft reads nothing: it is for a person, who finishes it and puts it under test. Candidates are
the classes, ids and tags of the elements that hold what was read, and of those around them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urljoin

from parsel import Selector

from presidency_scraper.extract.layout_sample import Sample
from presidency_scraper.items import Article, ArticleRef, Entry, Listing
from presidency_scraper.sites.clean_text import clean_text
from presidency_scraper.sites.html.traverse import read_blocks

#: A name that a selector can say without escapes, and that is of no single article.
_NAME = re.compile(r"[A-Za-z][A-Za-z_-]*[A-Za-z](?:[0-9]{1,2})?")
#: How many elements around one may lend it their names.
_AROUND = 3


@dataclass(frozen=True, slots=True)
class NamedField:
    """A field, the selector that names it on most pages, and on how many of how many it does."""

    name: str
    selector: str | None
    fitting: int
    pages: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What was found for one edition; ``unnamed`` are lines of articles and how many have each."""

    edition: str
    articles: int
    listings: int
    fields: tuple[NamedField, ...]
    unnamed: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A page as far as one field of it is looked for: where, and what tells that it is found."""

    scope: Selector
    holders: list[Selector]
    is_named: Callable[[Sequence[Selector]], bool]


def draft_layouts(samples: Iterable[Sample]) -> list[Draft]:
    """Return a draft for each edition among *samples*."""
    editions: dict[str, list[Sample]] = {}
    for sample in samples:
        editions.setdefault(sample.request.edition.name, []).append(sample)
    return [_draft(name, found) for name, found in editions.items()]


def _draft(edition: str, samples: Sequence[Sample]) -> Draft:
    articles = [(one, one.record) for one in samples if isinstance(one.record, Article)]
    listings = [(one, one.record) for one in samples if isinstance(one.record, Listing)]
    article = _choose("article", [_article_part(*one) for one in articles])
    scopes = [_scope(sample, article.selector) for sample, _ in articles]
    inside = [(scope, *one) for scope, one in zip(scopes, articles, strict=True)]
    fields = [
        article,
        _choose("headline", [_line_part(scope, it.headline) for scope, _, it in inside]),
        _choose("date", [_line_part(scope, it.published.raw) for scope, _, it in inside]),
        _choose("text", [_text_part(scope, it) for scope, _, it in inside]),
        _choose("pictures", [_picture_part(*one) for one in inside if one[2].images]),
        _choose("teasers", [_link_part(one, it.teasers) for one, it in articles]),
        _choose("entries", [_link_part(one, it.entries) for one, it in listings]),
    ]
    chosen = {field.name: field.selector for field in fields if field.selector}
    unnamed = Counter(line for one, it in articles for line in unnamed_lines(one, it, chosen))
    return Draft(edition, len(articles), len(listings), tuple(fields), tuple(unnamed.most_common()))


def _choose(name: str, parts: Sequence[_Part]) -> NamedField:
    """Return the selector that names a field on most pages; of several the one found first."""
    found = dict.fromkeys(
        selector for part in parts for holder in part.holders for selector in _selectors(holder)
    )
    share = {
        selector: sum(part.is_named(part.scope.css(selector)) for part in parts)
        for selector in found
    }
    best = max(share, key=lambda selector: share[selector], default=None)
    if best is None or not share[best]:
        return NamedField(name, None, 0, len(parts))
    return NamedField(name, best, share[best], len(parts))


def _selectors(element: Selector) -> Iterator[str]:
    """Yield how *element* may be named: alone, and in those around it."""
    own = list(_names(element))
    yield from own
    for around in element.xpath("ancestor::*")[: -_AROUND - 1 : -1]:
        for outer in _names(around):
            yield from (f"{outer} {name}" for name in own)


def _names(element: Selector) -> Iterator[str]:
    tag, attributes = element.root.tag, element.attrib
    classes = list(filter(_NAME.fullmatch, attributes.get("class", "").split()))
    yield from (f".{name}" for name in classes)
    yield from (f"{tag}.{name}" for name in classes)
    if _NAME.fullmatch(attributes.get("id", "")):
        yield f"#{attributes['id']}"
    if tag not in ("html", "body"):
        yield tag


# -- where a field stands, and what tells that a selector names it --------------------------------


def _article_part(sample: Sample, article: Article) -> _Part:
    texts = [article.headline, article.published.raw, *article.paragraphs]
    body = sample.page.xpath("//body")[:1]
    holders = [holder for one in body for holder in _innermost(one, texts)]
    return _Part(sample.page, holders, lambda found: len(found) == 1 and _holds(found[0], texts))


def _scope(sample: Sample, selector: str | None) -> Selector:
    """Return the element of the article, the whole page where it is not the only one named."""
    found = sample.page.css(selector) if selector else []
    return found[0] if len(found) == 1 else sample.page


def _line_part(scope: Selector, text: str) -> _Part:
    said = _squashed(text)
    holders = [one for one in scope.xpath(".//*") if _letters(one) == said]
    return _Part(scope, holders, lambda found: [_letters(one) for one in found] == [said])


def _text_part(scope: Selector, article: Article) -> _Part:
    texts = article.paragraphs
    others = [article.headline, article.published.raw]

    def is_text(found: Sequence[Selector]) -> bool:
        if len(found) != 1 or not _holds(found[0], texts):
            return False
        held, said = _letters(found[0]), _squashed("".join(texts))
        return all(held.count(one) == said.count(one) for one in map(_squashed, others))

    return _Part(scope, list(_innermost(scope, texts)), is_text)


def _picture_part(scope: Selector, sample: Sample, article: Article) -> _Part:
    wanted = [image.url for image in article.images]

    def sources(found: Sequence[Selector]) -> list[str]:
        hrefs = (urljoin(sample.request.url, one.attrib.get("src", "")) for one in found)
        shown = (sample.source.facts(href).canonical for href in hrefs)
        return list(dict.fromkeys(filter(None, shown)))

    return _Part(scope, scope.css("img"), lambda found: sources(found) == wanted)


def _link_part(sample: Sample, entries: Sequence[Entry]) -> _Part:
    wanted = [target for target, _ in groupby(_number(entry.target) for entry in entries)]

    def leads_to(link: Selector) -> tuple[str, int] | None:
        href = urljoin(sample.request.url, link.attrib.get("href", ""))
        article = sample.source.facts(href).article
        return _number(article) if article else None

    links = [one for one in sample.page.xpath("//a[@href]") if leads_to(one) in wanted]
    return _Part(
        sample.page,
        links,
        lambda found: [target for target, _ in groupby(map(leads_to, found))] == wanted,
    )


def _number(ref: ArticleRef) -> tuple[str, int]:
    """An article in whatever language: links of www name none."""
    return ref.section, ref.number


def _innermost(scope: Selector, texts: Sequence[str]) -> Iterator[Selector]:
    """Yield the innermost element in *scope* that holds *texts*, and those around it."""
    inside = next((one for one in scope.xpath("./*") if _holds(one, texts)), None)
    if inside is not None:
        yield from _innermost(inside, texts)
        yield inside


def _holds(element: Selector, texts: Sequence[str]) -> bool:
    letters = _letters(element)
    return all(_squashed(text) in letters for text in texts)


def _letters(element: Selector) -> str:
    return _squashed(element.xpath("string()").get(""))


def _squashed(text: str) -> str:
    """*text* without blanks, which differ where lines end."""
    return "".join(clean_text(text).split())


def unnamed_lines(sample: Sample, article: Article, chosen: Mapping[str, str]) -> set[str]:
    """The lines of the article that nothing names, and those in the text that are none of it."""
    scope = _scope(sample, chosen.get("article"))
    parts = [chosen[name] for name in ("headline", "date") if name in chosen]
    named = {
        "scope": [scope],
        "parts": [one for part in parts for one in scope.css(part)],
    }
    page = read_blocks(sample.page, named)
    said = {*article.paragraphs, article.headline, article.published.raw}
    said |= {image.caption for image in article.images if image.caption}
    for entry in article.teasers:
        said |= {text for text in (entry.headline, entry.lead, entry.published_raw) if text}
    return {
        block.text
        for block in page.blocks
        if any(node.holds(block.index) for node in page.selected["scope"])
        and not any(node.holds(block.index) for node in page.selected["parts"])
        and block.text not in said
    }
