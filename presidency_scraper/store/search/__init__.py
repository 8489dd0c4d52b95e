"""Search as people mean it: forms of words, spellings, phrases, marks. Pure: knows no database."""

from presidency_scraper.store.search.highlights import Marker, Marks
from presidency_scraper.store.search.index_text import Indexed, index_text
from presidency_scraper.store.search.lemmas import describe_rules
from presidency_scraper.store.search.query import Query, fts_expression, parse_query

__all__ = [
    "Indexed",
    "Marker",
    "Marks",
    "Query",
    "describe_rules",
    "fts_expression",
    "index_text",
    "parse_query",
]
