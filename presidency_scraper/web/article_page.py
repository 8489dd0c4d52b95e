"""One article with all that its page shows of it: who speaks, edits with marks, absences."""

from collections.abc import Iterable, Mapping
from typing import Any

from presidency_scraper.store.browse import absences, captures_of, spoken_paragraphs, stored_targets
from presidency_scraper.store.events import edits_of
from presidency_scraper.store.reader import Reader
from presidency_scraper.web.diff_marks import difference, paragraph_differences

#: How many captures an article's page names.
MOST_CAPTURES = 100
_FIELDS = {"headline": "headline", "published_at": "date", "body": "text"}


def read_article(reader: Reader, article_id: str) -> dict[str, Any]:
    """Return what the page of an article shows. Raises NotFoundError."""
    article = reader.article(article_id)
    return article | {
        "paragraphs": spoken_paragraphs(reader, article_id),
        "lead": None if article["lead"] in article["paragraphs"] else article["lead"],
        "stored": stored_targets(reader, article_id),
        "translations": [
            other for other in reader.find_ids(article["number"]) if other != article_id
        ],
        "edits": _edits(edits_of(reader, article_id)),
        "absences": absences(reader, article_id),
        "captures": captures_of(reader, article_id, MOST_CAPTURES),
    }


def _edits(edits: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> list[dict[str, Any]]:
    return [
        {
            **after,
            "changes": [
                {"field": _FIELDS[name], "marked": marked}
                for name in after["changed"]
                for marked in _marked(before, after, name)
            ],
        }
        for before, after in edits
    ]


def _marked(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> list[Any]:
    if name == "body":
        return list(paragraph_differences(before[name], after[name]))
    return [difference(before[name], after[name])]
