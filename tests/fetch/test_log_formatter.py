"""Lines of each page: made only where the log shows them."""

import pytest
from scrapy.http import Request, Response
from scrapy.spiders import Spider
from scrapy.utils.test import get_crawler

from presidency_scraper.fetch.log_formatter import SparingLogFormatter

URL = "https://text.president.bg/bg/news"


@pytest.mark.parametrize(
    ("level", "is_made"), [("NOTSET", True), ("DEBUG", True), ("INFO", False), (30, False)]
)
def test_a_line_of_a_page_is_made_only_where_the_log_shows_it(
    level: str | int, is_made: bool
) -> None:
    lines = SparingLogFormatter.from_crawler(get_crawler(settings_dict={"LOG_LEVEL": level}))
    spider, response = Spider("news"), Response(URL)
    assert (lines.crawled(Request(URL), response, spider) is not None) is is_made
    assert (lines.scraped({}, response, spider) is not None) is is_made
