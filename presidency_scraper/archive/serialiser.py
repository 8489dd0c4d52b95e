"""From the nouns to the bytes of whole records, by warcio: the only file that knows warcio.

What warcio would change is kept from it: header text stays the bytes received (warcio would
percent-encode what is not ASCII), and digests are SHA-256 where warcio takes SHA-1. They are in
hex, which ``warcio check`` and ReplayWeb.page accept and ``sha256sum`` prints.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from urllib.parse import quote, urlsplit
from uuid import uuid4

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped] # has no types
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped] # has no types

from presidency_scraper.archive.record_reader import Record
from presidency_scraper.archive.records import Failure, Remark, RunInfo, digest_of
from presidency_scraper.clock import utc_iso
from presidency_scraper.errors import StorageError
from presidency_scraper.items import Exchange, Headers

#: What the warcinfo record says about the bytes, for whoever reads the archive in fifty years.
DESCRIPTION = (
    "Responses as Scrapy hands them on: bodies byte for byte as received (content encoding kept),"
    " but the chunks of a chunked transfer are joined, header names are in the usual case, headers"
    " of the connection may be missing, the reason phrase is the standard one, and request headers"
    " are those Scrapy was asked to send."
)
_SPECIFICATION = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
#: A body that is no longer chunked must not say that it is; the header is kept by this name.
_RENAMED = {"transfer-encoding": "X-Archive-Orig-Transfer-Encoding"}
#: What of a URL goes to the server as it stands.
_ASCII = "".join(map(chr, range(33, 127)))


class _Head(StatusAndHeaders):  # type: ignore[misc] # warcio has no types
    """The head of an HTTP message, written byte for byte."""

    def to_ascii_bytes(self, header_filter: object = None) -> bytes:
        """Return the head. The name is warcio's; the bytes need not be ASCII."""
        return bytes(self.to_bytes(encoding="latin-1"))


class _Writer(WARCWriter):  # type: ignore[misc] # warcio has no types
    NO_PAYLOAD_DIGEST_TYPES = ("warcinfo", "revisit", "metadata")


class Serialiser:
    """Makes the records of one file, all of which name its warcinfo record."""

    def __init__(self) -> None:
        self._info_id = _new_id()

    def serialise_info(self, run: RunInfo, fields: dict[str, str], at: datetime) -> bytes:
        """Return the warcinfo record: *run*, and *fields* beside it (software, file, manifest)."""
        told = {
            "id": run.id,
            "command": run.command,
            "started_at": utc_iso(run.started_at),
            "settings": dict(run.settings),
        }
        block = {
            "format": "WARC File Format 1.1",
            "conformsTo": _SPECIFICATION,
            "description": DESCRIPTION,
            "run": json.dumps(told, ensure_ascii=False),
        }
        headers = {"WARC-Record-ID": self._info_id, "WARC-Filename": fields["file"]}
        return _serialise("warcinfo", headers, at, _fields(fields | block))

    def serialise(
        self, exchange: Exchange, original: Record | None = None, remarks: Iterable[Remark] = ()
    ) -> list[bytes]:
        """Return the records of *exchange*: response, request, remarks. Raises StorageError.

        With *original*, the response that has this body, the first is a revisit record without
        one. What others captured may have no request.
        """
        about, at = self._about(exchange.url, exchange.source), exchange.captured_at
        headers = about | {"WARC-Record-ID": _new_id()}
        if exchange.ip_address:
            headers["WARC-IP-Address"] = exchange.ip_address
        if original is None:
            records = [_serialise("response", headers, at, exchange.body, _answered(exchange))]
        else:
            headers |= _reference(original)
            records = [_serialise("revisit", headers, at, b"", _answered(exchange))]
        about["WARC-Concurrent-To"] = headers["WARC-Record-ID"]
        if exchange.source is None or exchange.request_headers:
            records.append(_serialise("request", about, at, b"", _asked(exchange)))
        for remark in remarks:
            typed = about | {"Content-Type": remark.content_type}
            records.append(_serialise("metadata", typed, at, remark.content))
        return records

    def serialise_failure(self, failure: Failure) -> bytes:
        """Return the metadata record that tells of *failure*. Raises StorageError."""
        block = {"status": str(failure.status)} if failure.status is not None else {}
        block["error"] = json.dumps(failure.error, ensure_ascii=False)
        about = self._about(failure.url, failure.source)
        return _serialise("metadata", about, failure.captured_at, _fields(block))

    def _about(self, url: str, source: str | None) -> dict[str, str]:
        about = {"WARC-Target-URI": checked_url(url), "WARC-Warcinfo-ID": self._info_id}
        return about | ({"WARC-Source-URI": source} if source else {})


def _serialise(
    kind: str, headers: dict[str, str], at: datetime, body: bytes, head: _Head | None = None
) -> bytes:
    """Return a record: its *headers*, and the block they speak of, *head* and *body*."""
    if at.tzinfo is None:
        raise StorageError(f"{at} cannot be archived: it has no time zone")
    block = head.to_ascii_bytes() + body if head else body
    headers = headers | {"WARC-Date": utc_iso(at), "WARC-Block-Digest": digest_of(block)}
    if kind in ("response", "request"):
        headers["WARC-Payload-Digest"] = digest_of(body)
    writer = _Writer(BytesIO(), gzip=True, warc_version="1.1")
    typed = {"warc_content_type": headers.pop("Content-Type", "")}
    record = writer.create_warc_record(
        "", kind, BytesIO(body), len(body), http_headers=head, warc_headers_dict=headers, **typed
    )
    writer.write_record(record)
    return bytes(writer.out.getvalue())


def _new_id() -> str:
    return f"<urn:uuid:{uuid4()}>"


def _reference(original: Record) -> dict[str, str]:
    """The headers by which a revisit says where its body stands."""
    return {
        "WARC-Profile": WARCWriter.REVISIT_PROFILE_1_1,
        "WARC-Refers-To": original.record_id,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": utc_iso(original.captured_at),
        "WARC-Refers-To-Filename": original.location.file,
        "WARC-Refers-To-File-Offset": str(original.location.offset),
        "WARC-Payload-Digest": original.payload_digest or "",
    }


def _fields(values: dict[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in values.items())
    return lines.encode("utf-8", "backslashreplace")  # which JSON reads again


def _asked(exchange: Exchange) -> _Head:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = f"{quote(target, safe=_ASCII)} HTTP/1.1"
    return _Head(line, _pairs(exchange.request_headers), protocol=exchange.method)


def _answered(exchange: Exchange) -> _Head:
    line = f"{exchange.status} {_line(exchange.reason)}"
    return _Head(line, _pairs(exchange.response_headers), protocol=exchange.protocol)


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    return [(_RENAMED.get(name.lower(), _line(name)), _line(value)) for name, value in headers]


def _line(text: str) -> str:
    r"""Return *text* for one line of a head: line breaks and NUL become spaces (RFC 9110, 5.5).

    Raises StorageError.

    >>> _line("a\r\nb")
    'a  b'
    """
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        raise StorageError(
            f"no header of HTTP can carry {text[:80]!r}: decode as latin-1"
        ) from None
    return text.replace("\r", " ").replace("\n", " ").replace("\0", " ")


def checked_url(url: str) -> str:
    """Return *url*, which fits into a record. Raises StorageError where it does not."""
    try:
        is_fit = url.isprintable() and " " not in url and bool(urlsplit(url).scheme)
    except ValueError:
        is_fit = False
    if not is_fit:
        raise StorageError(f"{url!r} cannot be archived: an absolute URL is percent-encoded")
    return url
