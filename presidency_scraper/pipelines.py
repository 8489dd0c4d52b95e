"""The item pipeline: what the spider read goes into the database."""

from typing import Any

from scrapy.crawler import Crawler

from presidency_scraper.ingest.page_read import PageRead


class StorePipeline:
    """Writes each page, all of it or nothing."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "StorePipeline":
        """Make it for *crawler*."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Write *item* if it is a page."""
        spider: Any = self.crawler.spider
        if isinstance(item, PageRead):
            spider.ledger.save(item)
        return item
