"""What a digest says: what is new, edited, deleted or back since the last one, bounded. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import shorten

from presidency_scraper.report.changes import SAID
from presidency_scraper.report.notify.message import LONGEST
from presidency_scraper.report.show import PLAIN_MARKS, with_marks
from presidency_scraper.store.events import Event

_WIDTH, _CHANGE = 200, 300  # letters of a headline and of what an edit changed
_MORE = 120  # letters kept for the line that says how many are left out


def counts_in_words(counts: Mapping[str, int]) -> str:
    """Say how many events of each kind there are.

    >>> counts_in_words({"new": 3, "deletion": 1})
    '1 deleted, 3 new'
    """
    return ", ".join(f"{counts[kind]} {said}" for kind, said in SAID.items() if counts.get(kind))


def digest_of(events: Iterable[Event], counts: Mapping[str, int]) -> str:
    """Tell of *events*, of which there are *counts*, in one message."""
    by_kind: dict[str, list[Event]] = {kind: [] for kind in SAID}
    for event in events:
        by_kind[event.kind].append(event)
    text, told = f"{counts_in_words(counts)}.", 0
    for kind, said in SAID.items():  # the rarest first: what is cut off is of the others
        head = f"\n\n{said.capitalize()}:\n"
        for event in by_kind[kind]:
            piece = head + "\n".join(_lines(event)) + "\n"
            if len(text) + len(piece) > LONGEST - _MORE:
                break
            text, told, head = text + piece, told + 1, ""
    left = sum(counts.values()) - told
    more = f"\nand {left} more: `presidency changes` has them all" if left else ""
    return f"{text.rstrip()}\n{more}".rstrip()


def headlines_of(events: Iterable[Event]) -> tuple[str, ...]:
    """A line for each of *events*: what happened, and to which article."""
    return tuple(f"{SAID[event.kind]}: {_headline(event)}" for event in events)


def _headline(event: Event) -> str:
    return shorten(event.headline, _WIDTH, placeholder=" …")


def _lines(event: Event) -> Iterator[str]:
    yield f"- {_headline(event)}{' (only in looks)' if event.cosmetic else ''}"
    changed = "; ".join(with_marks(pieces, PLAIN_MARKS) for _, pieces in event.differences())
    if changed:
        yield f"  {shorten(changed, _CHANGE, placeholder=' …')}"
    yield f"  {event.url}" if len(event.url) <= _CHANGE else f"  {event.article_id}"
