"""What a Wayback Machine gives: the answer of a site within an answer of its own."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from presidency_scraper.archive.foreign.captured import FaultError, FaultKind
from presidency_scraper.archive.foreign.digests import matches
from presidency_scraper.archive.foreign.http_response import Message, find_cut, header, restore
from presidency_scraper.items import Exchange, Headers

_ORIGINAL = "x-archive-orig-"
#: What a Wayback Machine puts before an address that it leads to.
_REWRITTEN = re.compile(r"^.*?/\d{14}(?:[a-z]{2}_)?/(?=https?:)")


def is_memento(headers: Headers, at: datetime) -> bool:
    """Tell whether an answer with *headers* is the capture of that moment, and of no other."""
    stated = header(headers, "memento-datetime")
    if not stated:
        return False
    try:
        moment = parsedate_to_datetime(stated)
    except (TypeError, ValueError):
        return False
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) == at


def _original_headers(headers: Headers) -> Headers:
    """Return what the site sent; what a browser needs may stand under its own name alone."""
    sent = [
        (name[len(_ORIGINAL) :], value)
        for name, value in headers
        if name.lower().startswith(_ORIGINAL)
    ]
    known = {name.lower() for name, _ in sent}
    if "content-type" not in known and (kind := header(headers, "content-type")):
        sent.append(("Content-Type", kind))
    if "location" not in known and (target := header(headers, "location")):
        sent.append(("Location", _REWRITTEN.sub("", target)))
    return tuple(sent)


def read_memento(
    answer: Exchange, url: str, at: datetime, digest: str | None, decoded: bytes
) -> Exchange:
    """Return what the site answered at *url* then, of which *answer* is the copy.

    *digest* is the SHA-1 that the index has of the body; *decoded* is the body of *answer* without
    the encoding that it says it has, which may be the Wayback Machine's own. Raises FaultError.
    """
    headers = _original_headers(answer.response_headers)
    stated = f"sha1:{digest}"
    if matches(stated, answer.body, decoded) is False:
        raise FaultError(FaultKind.DIGEST, "its body is not the one that the index lists")
    body = answer.body if header(headers, "content-encoding") else decoded
    made = restore(Message("HTTP/1.1", f"{answer.status}", headers, body))
    if cut := find_cut(made.headers, made.body, has_body=answer.status == 200):
        raise FaultError(FaultKind.TRUNCATED, cut)
    return Exchange(
        url, at, (), answer.status, made.headers, made.body, reason=answer.reason, source=answer.url
    )
