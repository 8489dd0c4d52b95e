"""From records to captures: a response with its request and with the notes beside it.

Tools write these side by side, in either order, so a few records are all that is looked through.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from presidency_scraper.archive.foreign.captured import (
    FaultKind,
    ForeignCapture,
    ForeignFault,
    Note,
)
from presidency_scraper.archive.foreign.framed_records import RawRecord
from presidency_scraper.archive.foreign.packed_stream import LONGEST_LINE
from presidency_scraper.archive.foreign.single_records import (
    Repeat,
    add_request,
    attempt,
    check_length,
    make_capture,
    make_note,
)

Found = ForeignCapture | Repeat | Note | ForeignFault
#: How many requests are kept for a response that follows.
_NEAR = 16
_HTTP = ("http:", "https:")
#: What lies beside a response.
_BESIDE = ("request", "metadata")
#: Records that may be of a page and are no response.
_NO_RESPONSE = {
    "resource": (FaultKind.RESOURCE, "it is no response: nothing says how the site answered"),
    "conversion": (FaultKind.RESOURCE, "it was converted and is not what the site answered"),
    "continuation": (FaultKind.SEGMENT, "it is one part of a record in several"),
}


class Exchanges:
    """Puts together what belongs together in one file, of the addresses that are *wanted*."""

    def __init__(self, wanted: Callable[[str], bool]) -> None:
        self._wanted = wanted
        self._near: deque[RawRecord] = deque(maxlen=_NEAR)
        #: The last response, until all that lies beside it was seen.
        self._held: tuple[RawRecord, ForeignCapture | Repeat] | None = None

    def read(self, records: Iterable[RawRecord | ForeignFault]) -> Iterator[Found]:
        """Yield what *records* tell."""
        for record in records:
            if isinstance(record, ForeignFault):
                # behind a wrong length anything may have stood, whoever the record is of
                is_of_all = record.url is None or record.kind is FaultKind.RECORD
                if is_of_all or self._wanted(record.url or ""):
                    yield from self._release()
                    yield record
            elif record.url[:6].lower().startswith(_HTTP) and self._wanted(record.url):
                yield from self._take(record)
        yield from self._release()

    def _take(self, record: RawRecord) -> Iterator[Found]:
        if self._held and is_beside(record, self._held[0]) and record.type in _BESIDE:
            self._held = self._held[0], _add(self._held[1], record)
        elif record.type == "request":
            self._near.append(replace(record, block=record.block[:LONGEST_LINE]))
        else:
            yield from self._release()
            yield from self._begin(record)

    def _begin(self, record: RawRecord) -> Iterator[Found]:
        if record.type in _NO_RESPONSE:
            kind, said = _NO_RESPONSE[record.type]
            yield ForeignFault(kind, record.place, said, record.url)
        elif record.type == "metadata":
            yield attempt(make_note, record)
        elif record.type in ("response", "revisit"):
            made = attempt(make_capture, record)
            if isinstance(made, ForeignFault):
                yield made
                return
            for request in [near for near in self._near if is_beside(near, record)]:
                made = _add(made, request)
            self._held = replace(record, block=b""), made  # the body is in what was made

    def _release(self) -> Iterator[Found]:
        if self._held:
            made = self._held[1]
            self._held = None
            yield made if isinstance(made, Repeat) else check_length(made)


def is_beside(one: RawRecord, other: RawRecord) -> bool:
    """Tell whether two records say that they are of one exchange.

    Where neither names another, address and date do.
    """
    if one.concurrent_to or other.concurrent_to or "warc-refers-to" in one.headers:
        named = {one.id, one.headers.get("warc-refers-to"), *one.concurrent_to} - {None}
        return bool(named & {other.id, *other.concurrent_to})
    date = "warc-date"
    return (one.url, one.headers.get(date)) == (other.url, other.headers.get(date))


def _add(made: ForeignCapture | Repeat, record: RawRecord) -> ForeignCapture | Repeat:
    """Add a request or a note to what a response record said."""
    capture = made.capture if isinstance(made, Repeat) else made
    if record.type == "request":
        capture = add_request(capture, record)
    elif not isinstance(note := attempt(make_note, record), ForeignFault):
        capture = replace(capture, notes=(*capture.notes, note))
    return replace(made, capture=capture) if isinstance(made, Repeat) else capture
