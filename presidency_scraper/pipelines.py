"""The item pipeline: what the spider read goes into the database."""

from presidency_scraper.fetch.crawl_run import Part, run_as
from presidency_scraper.ingest.ingests import Ingest
from presidency_scraper.ingest.run import Run


class StorePipeline(Part):
    """Writes each page, all of it or nothing."""

    def process_item(self, item: object) -> object:
        """Write *item* if it is a page."""
        if isinstance(item, Ingest):
            run_as(Run, self.crawler).save(item)
        return item
