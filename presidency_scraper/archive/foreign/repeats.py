"""Finds for each repeat (WARC: revisit) the record that has its body, among the files at hand.

A repeat may stand before what it repeats, or in another file: so the files are read once more, but
only where there are repeats, and then nothing but these is kept in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from presidency_scraper.archive.foreign.captured import (
    FaultKind,
    ForeignCapture,
    ForeignFault,
)
from presidency_scraper.archive.foreign.digests import parse_digest
from presidency_scraper.archive.foreign.framed_records import RawRecord
from presidency_scraper.archive.foreign.http_response import Message, restore
from presidency_scraper.archive.foreign.single_records import (
    Repeat,
    attempt,
    check_length,
    make_response,
    parse_moment,
)

#: By what a repeat names its original: its id, its address and second, or the digest of its body.
_Key = tuple[object, ...]


class Repeats:
    """The repeats whose originals have not been met."""

    def __init__(self, repeats: Iterable[Repeat]) -> None:
        self._waiting = dict(enumerate(repeats))
        self._by_key: dict[_Key, list[int]] = defaultdict(list)
        for number, repeat in self._waiting.items():
            for key in _named(repeat):
                self._by_key[key].append(number)

    def resolve(self, records: Iterable[RawRecord]) -> Iterator[ForeignCapture | ForeignFault]:
        """Yield the captures whose bodies stand in *records*; stop when none is missing."""
        for record in records:
            met = self._met(record)
            original = attempt(make_response, record) if met else None
            if isinstance(original, ForeignCapture):
                for number in met:
                    yield _completed(self._waiting.pop(number), original)
            if not self._waiting:
                return

    def missing(self) -> Iterator[ForeignFault]:
        """Name those that are still without a body."""
        for repeat in self._waiting.values():
            said = "it repeats a response that is in none of these files"
            yield ForeignFault(FaultKind.REPEAT, repeat.record.place, said, repeat.record.url)

    def _met(self, record: RawRecord) -> list[int]:
        """The numbers of the repeats whose body is that of *record*."""
        numbers = {n for key in _names(record) for n in self._by_key.get(key, ())}
        waiting = sorted(numbers & self._waiting.keys())
        return [number for number in waiting if not _differ(self._waiting[number].record, record)]


def _named(repeat: Repeat) -> Iterator[_Key]:
    """The keys by which *repeat* names its original.

    The digest alone will do only if the head stands with the repeat: the same body may have come
    under another status.
    """
    headers = repeat.record.headers
    if original := headers.get("warc-refers-to"):
        yield ("id", original)
    if url := headers.get("warc-refers-to-target-uri"):
        dated = replace(
            repeat.record, headers={"warc-date": headers.get("warc-refers-to-date", "")}
        )
        moment = attempt(parse_moment, dated)
        if isinstance(moment, datetime):
            yield (url, moment.replace(microsecond=0))
    digest = parse_digest(headers.get("warc-payload-digest"))
    if digest and repeat.has_head:
        yield digest


def _names(record: RawRecord) -> Iterator[_Key]:
    """The keys by which a repeat may name *record*."""
    if record.type != "response":
        return
    yield ("id", record.id)
    moment = attempt(parse_moment, record)
    if isinstance(moment, datetime):
        yield (record.url, moment.replace(microsecond=0))
    if digest := parse_digest(record.headers.get("warc-payload-digest")):
        yield digest


def _differ(repeat: RawRecord, original: RawRecord) -> bool:
    """Tell whether the digests say that these are two bodies."""
    name = "warc-payload-digest"
    one, other = (parse_digest(record.headers.get(name)) for record in (repeat, original))
    return bool(one and other and one[0] == other[0] and one != other)


def _completed(repeat: Repeat, original: ForeignCapture) -> ForeignCapture | ForeignFault:
    capture = replace(repeat.capture, body=original.body, repeats=original.place)
    if repeat.has_head:
        head = Message("", "", capture.response_headers, original.body)
        capture = replace(capture, response_headers=restore(head).headers)
    else:
        capture = replace(
            capture,
            protocol=original.protocol,
            status=original.status,
            reason=original.reason,
            response_headers=original.response_headers,
        )
    return check_length(capture)
