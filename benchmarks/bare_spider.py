"""The spider that the crawl is measured beside: follows all links of news, and does nothing.

scrapy runspider benchmarks/bare_spider.py -a origin=http://127.0.0.1:8000
"""

import re
from collections.abc import AsyncIterator, Iterator

import scrapy
from scrapy.http import Response

_NEWS = re.compile(r"/bg/news(?:\d+/|/page/)")


class BareSpider(scrapy.Spider):
    """Walks the listing and fetches what it announces."""

    name = "bare"
    custom_settings = {"LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": True}  # noqa: RUF012 - Scrapy's way

    def __init__(self, origin: str) -> None:
        super().__init__()
        self.origin = origin

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for the first page."""
        yield scrapy.Request(f"{self.origin}/bg/news/page/1")

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """Follow the links of a listing to articles and to its other pages."""
        if "/page/" in response.url:
            for link in response.css("a::attr(href)").getall():
                if _NEWS.match(link):
                    yield response.follow(link)
