"""What proves a row: a capture's place in the archive, whether it is whole, the page as it was.

An archived page is somebody else's: it is served so that it can run, set, load and send nothing.
"""

import asyncio
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from presidency_scraper.archive.record_checks import read_checked
from presidency_scraper.archive.records import Location
from presidency_scraper.errors import NotFoundError, PresidencyError
from presidency_scraper.extract.content_encoding import decode_body
from presidency_scraper.extract.page import decode_page
from presidency_scraper.ingest.places import archive_beside
from presidency_scraper.store.browse import capture as read_capture
from presidency_scraper.web import NAME
from presidency_scraper.web.answers import ask, show

#: A document of no origin, without scripts, forms and whatever would be loaded.
SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
    " base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": SANDBOX,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-dns-prefetch-control": "off",
}
#: Tags by which Chromium opens a connection whatever the policy says (``preconnect``, a frame's
#: address, seen with 156), or which change policies.
_ACTIVE_TAGS = re.compile(
    "<(?=(?:link|meta|iframe|frame|object|embed)(?![a-z0-9-]))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found where the archive should hold a capture; ``fault`` is empty where all is well.

    ``body`` is without content encoding.
    """

    fault: str
    body: bytes = b""


def prove(archive: Path, capture: dict[str, Any]) -> Proof:
    """Read a capture in the *archive* and compute its digests anew."""
    if capture["warc_file"] is None:
        return Proof("the archive has no record of it")
    try:
        place = Location(capture["warc_file"], capture["warc_offset"])
        body = decode_body(read_checked(archive, place).exchange())
    except (PresidencyError, OSError) as error:
        return Proof(str(error))
    if capture["digest"] not in (None, hashlib.sha256(body).hexdigest()):
        return Proof("the archive holds another content than the database names", body)
    return Proof("", body)


async def capture(datasette: Any, request: Any) -> Any:
    """Where a capture stands, what it was read as, and whether it is whole."""
    found = await _find(datasette, request)
    if found is None:
        return await show(datasette, request, "no_capture.html", {}, 404)
    proof = await _prove(datasette, found)
    context = {"capture": found, "proof": proof, "is_page": bool(proof.body)}
    return await show(datasette, request, "capture.html", context)


async def archived_page(datasette: Any, request: Any) -> Any:
    """The page as it was, in a sandbox; what is no page is offered as a file."""
    from datasette.utils.asgi import Response

    found = await _find(datasette, request)
    proof = await _prove(datasette, found) if found else None
    if found is None or proof is None or not proof.body:
        return await show(datasette, request, "no_capture.html", {}, 404)
    page = _page_of(proof.body, found["content_type"] or "")
    if page is None:
        file = {"content-disposition": f'attachment; filename="capture-{found["id"]}"'}
        return Response(
            proof.body, headers=_HEADERS | file, content_type="application/octet-stream"
        )
    return Response(still(page), headers=_HEADERS, content_type="text/html; charset=utf-8")


def _page_of(body: bytes, content_type: str) -> str | None:
    """The text of a page; None of what is none, or cannot be decoded."""
    if "html" not in content_type.lower():
        return None
    try:
        return decode_page(body, content_type)
    except PresidencyError:
        return None


def still(page: str) -> str:
    """Return *page* with the tags disarmed that a policy does not hold; all else stays.

    >>> still('<LINK rel=preconnect href=//x.example><linkage><meta charset=utf-8>')
    '<x-LINK rel=preconnect href=//x.example><linkage><x-meta charset=utf-8>'
    """
    return _ACTIVE_TAGS.sub("<x-", page)


async def _find(datasette: Any, request: Any) -> dict[str, Any] | None:
    number = int(request.url_vars["id"])
    try:
        return await ask(datasette, lambda reader: read_capture(reader, number))
    except NotFoundError:
        return None


async def _prove(datasette: Any, found: dict[str, Any]) -> Proof:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(datasette.executor, prove, _archive(datasette), found)


def _archive(datasette: Any) -> Path:
    """The archive that belongs to the database, or the one that was named."""
    named = (datasette.plugin_config("presidency") or {}).get("archive")
    return Path(named) if named else archive_beside(Path(datasette.get_database(NAME).path))
