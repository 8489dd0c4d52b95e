"""The record of what the Bulgarian presidency publishes, crawled into SQLite."""

__version__ = "0.1.0"

#: Where the project lives; the user agent tells it to the site.
PROJECT_URL = "https://github.com/presidency-scraper/presidency-scraper"
