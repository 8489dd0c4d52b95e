"""Writes the draft of a strict layout: the fields, what nothing names, the declaration."""

from collections.abc import Iterator

from presidency_scraper.extract.layout_draft import Draft
from presidency_scraper.rules.outcome import count

_LONGEST_LINE = 80
_MOST_LINES = 40


def render_draft(draft: Draft) -> str:
    """Return *draft* in at most 100 columns but for long selectors, and as Python at the end."""
    return "\n".join([*_field_lines(draft), *_unnamed_lines(draft), *_declaration(draft)])


def _field_lines(draft: Draft) -> Iterator[str]:
    read = f"{count(draft.articles, 'article')}, {count(draft.listings, 'listing')}"
    yield f"layout draft, edition {draft.edition}: {read} read by landmarks"
    for field in filter(lambda field: field.pages, draft.fields):
        named = field.selector or "no selector names it"
        yield f"    {field.name:<14}{f'{field.fitting} of {field.pages}':<11}{named}"


def _unnamed_lines(draft: Draft) -> Iterator[str]:
    yield "  lines of the articles that no selector names"
    for line, pages in draft.unnamed[:_MOST_LINES]:
        said = line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
        yield f"    {pages} of {draft.articles}  {said}"
    if not draft.unnamed:
        yield "    none"
    elif left := draft.unnamed[_MOST_LINES:]:
        yield f"    and {len(left)} more"


def _declaration(draft: Draft) -> Iterator[str]:
    yield "  the draft; finish it and put it under test in a checkout, as its CONTRIBUTING.md says"
    yield "StrictLayout("
    yield f'    name="{draft.edition}-draft",'
    for field in draft.fields:
        if field.selector:
            yield f"    {field.name}={field.selector!r},".replace("'", '"')
        elif field.pages:
            yield f"    # {field.name}: no selector names it"
    yield ")"
