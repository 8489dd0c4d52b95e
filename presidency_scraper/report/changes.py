"""What ``changes`` says of events, as text for people and as data for ``--json``."""

import sys
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from presidency_scraper.report.show import marks_of, with_marks
from presidency_scraper.store.events import Event

_WIDTH = 88
#: What happened, in a word; the rarest first.
SAID = {"deletion": "deleted", "return": "back", "edit": "edited", "new": "new"}


def event_as_dict(event: Event) -> dict[str, Any]:
    """An event as JSON has it, with what differs word by word beside the texts."""
    differences = [
        {"field": name, "words": [{"kind": kind, "text": text} for kind, text in pieces]}
        for name, pieces in event.differences()
    ]
    return asdict(event) | {"differences": differences}


def render_events(events: Iterable[Event]) -> str:
    """Events for a terminal, words that went and came marked."""
    marks = marks_of(sys.stdout)
    return "\n\n".join("\n".join(_event_lines(event, marks)) for event in events) or "no changes"


def title_of(event: Event) -> str:
    """What happened when to which article, in a line."""
    looks = ", only in looks" if event.cosmetic else ""
    since = f", missed since {event.gone_at}" if event.kind == "deletion" else ""
    return f"{event.at}  {SAID[event.kind]}{looks}{since}  {event.article_id}"


def _event_lines(event: Event, marks: dict[str, tuple[str, str]]) -> Iterator[str]:
    yield title_of(event)
    yield textwrap.fill(event.headline, _WIDTH)
    for name, pieces in event.differences():
        yield f"{name}: {with_marks(pieces, marks)}"
