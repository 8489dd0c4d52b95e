"""The same article in several editions: what must be the same in all of them. Pure."""

from collections import defaultdict
from collections.abc import Sequence

from presidency_scraper.doctor.findings import EditionVisit, Finding, PageReport, fine, wrong
from presidency_scraper.items import Article

_TODO = "try again, it may have been edited in between; then compare the pages in a browser"


def compare_editions(visits: Sequence[EditionVisit]) -> tuple[PageReport, ...]:
    """Return for each article that two editions or more showed whether they agree."""
    read: dict[str, dict[str, Article]] = defaultdict(dict)
    for edition in visits:
        for visit in edition.visits:
            if visit.article:
                read[visit.article.ref.id][edition.edition] = visit.article
    return tuple(
        PageReport(f"article {id_} in {', '.join(by_edition)}", "", tuple(_compare(by_edition)))
        for id_, by_edition in read.items()
        if len(by_edition) > 1
    )


def _compare(by_edition: dict[str, Article]) -> list[Finding]:
    return [
        _judge("headline", {name: article.headline for name, article in by_edition.items()}),
        _judge("published_at", {name: a.published.iso for name, a in by_edition.items()}),
        _judge("paragraphs", {name: "\n".join(a.paragraphs) for name, a in by_edition.items()}),
    ]


def _judge(field: str, values: dict[str, str]) -> Finding:
    """The texts must be the same; where they differ, the place is named."""
    (first, text), *others = values.items()
    for name, other in others:
        if other != text:
            at = next(
                (i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b),
                min(len(text), len(other)),
            )
            said = f"{first} has {_around(text, at)}, {name} {_around(other, at)}"
            return wrong(field, said, _TODO)
    return fine(field, "the same in all")


def _around(text: str, at: int) -> str:
    start = max(at - 20, 0)
    return repr(text[start : start + 40])
