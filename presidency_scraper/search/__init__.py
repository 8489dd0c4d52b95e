"""Search as people mean it: forms of words, spellings, phrases, marks. Pure: knows no database."""

from presidency_scraper.search.indexing import Indexed, index_text
from presidency_scraper.search.lemmas import describe_rules
from presidency_scraper.search.marking import Marker, Marks
from presidency_scraper.search.querying import Query, fts_expression, parse_query

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
