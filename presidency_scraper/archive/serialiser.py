"""From the nouns to the bytes of whole records, by warcio: the only file that knows warcio.

What warcio would change is kept from it: header text stays the bytes received (warcio would
percent-encode what is not ASCII), and digests are SHA-256 where warcio takes SHA-1. They are in
hex, which ``warcio check`` and ReplayWeb.page accept and ``sha256sum`` prints.
"""

import json
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlsplit

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped] # has no types
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped] # has no types

from presidency_scraper.archive.records import Exchange, Failure, Headers, Original, RunInfo
from presidency_scraper.clock import utc_iso
from presidency_scraper.errors import StorageError

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


class _Digester:
    """What warcio calls a digester: of a record's block, and of its payload."""

    def __init__(self) -> None:
        self._hash = sha256()

    def update(self, data: bytes) -> None:
        self._hash.update(data)

    def __str__(self) -> str:
        return f"sha256:{self._hash.hexdigest()}"


class _Head(StatusAndHeaders):  # type: ignore[misc] # warcio has no types
    """The head of an HTTP message, written byte for byte."""

    def to_ascii_bytes(self, header_filter: object = None) -> bytes:
        """Return the head. The name is warcio's; the bytes need not be ASCII."""
        return bytes(self.to_bytes(encoding="latin-1"))


class _Writer(WARCWriter):  # type: ignore[misc] # warcio has no types
    """Writes WARC/1.1, a gzip member to a record, with SHA-256 digests."""

    NO_PAYLOAD_DIGEST_TYPES = ("warcinfo", "revisit", "metadata")

    def __init__(self) -> None:
        super().__init__(BytesIO(), gzip=True, warc_version="1.1")

    @staticmethod
    def _create_digester() -> _Digester:
        return _Digester()


class Serialiser:
    """Makes the records of one file, all of which name its warcinfo record."""

    def __init__(self) -> None:
        self._info_id = str(_Writer._make_warc_id())

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
        return self._serialise_fields("warcinfo", "", headers, fields | block, at)

    def serialise_response(self, exchange: Exchange) -> bytes:
        """Return the response record and its request record. Raises StorageError."""
        writer, headers = _Writer(), self._headers_of(exchange)
        record = writer.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=_response_head(exchange),
            warc_headers_dict=headers,
        )
        return _written(writer, record, _request(writer, exchange, headers))

    def serialise_revisit(self, exchange: Exchange, original: Original) -> bytes:
        """Return the revisit record, which has no body, and its request record.

        Raises StorageError.
        """
        writer, headers = _Writer(), self._headers_of(exchange)
        where = {
            "WARC-Refers-To": original.record_id,
            "WARC-Refers-To-Filename": original.location.file,
            "WARC-Refers-To-File-Offset": str(original.location.offset),
        }
        record = writer.create_revisit_record(
            exchange.url,
            original.payload_digest,
            original.url,
            utc_iso(original.captured_at),
            http_headers=_response_head(exchange),
            warc_headers_dict=headers | where,
        )
        return _written(writer, record, _request(writer, exchange, headers))

    def serialise_failure(self, failure: Failure) -> bytes:
        """Return the metadata record that tells of *failure*. Raises StorageError."""
        block = {"status": str(failure.status)} if failure.status is not None else {}
        block["error"] = json.dumps(failure.error, ensure_ascii=False)
        headers = {"WARC-Warcinfo-ID": self._info_id}
        url = _checked_url(failure.url)
        return self._serialise_fields("metadata", url, headers, block, failure.captured_at)

    def _headers_of(self, exchange: Exchange) -> dict[str, str]:
        headers = {
            "WARC-Record-ID": str(_Writer._make_warc_id()),
            "WARC-Date": _date(exchange.captured_at),
            "WARC-Target-URI": _checked_url(exchange.url),
            "WARC-Warcinfo-ID": self._info_id,
        }
        if exchange.ip_address:
            headers["WARC-IP-Address"] = exchange.ip_address
        return headers

    def _serialise_fields(
        self, kind: str, url: str, headers: dict[str, str], block: dict[str, str], at: datetime
    ) -> bytes:
        lines = "".join(f"{name}: {value}\r\n" for name, value in block.items())
        payload = lines.encode("utf-8", "backslashreplace")  # which JSON reads again
        writer = _Writer()
        record = writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(payload),
            length=len(payload),
            warc_headers_dict={"WARC-Date": _date(at)} | headers,
        )
        return _written(writer, record)


def _request(writer: _Writer, exchange: Exchange, response: dict[str, str]) -> Any:
    """Return the request record that belongs to *exchange*."""
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = f"{quote(target, safe=_ASCII)} HTTP/1.1"
    headers = {name: response[name] for name in ("WARC-Date", "WARC-Warcinfo-ID")}
    return writer.create_warc_record(
        exchange.url,
        "request",
        http_headers=_Head(line, _pairs(exchange.request_headers), protocol=exchange.method),
        warc_headers_dict=headers | {"WARC-Concurrent-To": response["WARC-Record-ID"]},
    )


def _response_head(exchange: Exchange) -> _Head:
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


def _checked_url(url: str) -> str:
    try:
        is_fit = url.isprintable() and " " not in url and bool(urlsplit(url).scheme)
    except ValueError:
        is_fit = False
    if not is_fit:
        raise StorageError(f"{url!r} cannot be archived: an absolute URL is percent-encoded")
    return url


def _date(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise StorageError(f"{moment} cannot be archived: it has no time zone")
    return utc_iso(moment)


def _written(writer: _Writer, *records: Any) -> bytes:
    for record in records:
        writer.write_record(record)
    return bytes(writer.out.getvalue())
