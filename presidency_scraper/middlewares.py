"""The downloader middleware: every response goes into the archive as it came."""

from http import HTTPStatus

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from presidency_scraper.clock import now
from presidency_scraper.fetch.crawl_run import Part, note_archived, run_of
from presidency_scraper.items import Exchange, Headers

_KNOWN_STATUSES = frozenset(HTTPStatus)


class ArchiveMiddleware(Part):
    """Puts every response into the archive as it was received, and every failure to get one.

    Stands next to the downloader: bodies are still encoded, retries and redirects are seen.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep *response*."""
        note_archived(request, run_of(self.crawler).archive(exchange_of(request, response)))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Keep that *request* brought no response, if it was made at all."""
        if not isinstance(exception, IgnoreRequest):
            run_of(self.crawler).archive_failure(request.url, exception)


def exchange_of(request: Request, response: Response) -> Exchange:
    """Return what came over the wire, now."""
    ip = response.ip_address
    return Exchange(
        url=response.url,
        captured_at=now(),
        request_headers=_pairs(request),
        status=response.status,
        response_headers=_pairs(response),
        body=response.body,
        method=request.method,
        reason=HTTPStatus(response.status).phrase if response.status in _KNOWN_STATUSES else "",
        protocol=response.protocol or "HTTP/1.1",
        ip_address=str(ip) if ip else None,
    )


def _pairs(message: Request | Response) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values
    )
