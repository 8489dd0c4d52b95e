"""Scrapy's own handler for HTTP behind the throttle, and the one private name of Scrapy we use.

Twisted would send a request again by itself, uncounted, where a kept connection broke. Scrapy has
no setting against that and keeps the pool of connections to itself, so pyproject.toml has a ceiling
on its version: look here before it is raised.
"""

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from presidency_scraper.fetch.throttle import throttle_of


class ThrottledDownloadHandler(HTTP11DownloadHandler):
    """Sends a request when the throttle lets it; made when a scheme is first asked for."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False
        self.throttle = throttle_of(crawler)

    async def download_request(self, request: Request) -> Response:
        """Send *request* when it may be sent. Raises NotAskedError."""
        await self.throttle.enter(request)
        return await super().download_request(request)
