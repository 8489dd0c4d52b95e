"""One article as its page shows it: words instead of codes, edits with marks."""

from collections.abc import Mapping, Sequence
from typing import Any

from presidency_scraper.store.browse import absences, spoken_paragraphs, stored_targets
from presidency_scraper.store.reader import Reader
from presidency_scraper.web.diff_marks import difference, paragraph_differences
from presidency_scraper.web.phrases import date_in_words, moment_in_words

_FIELDS = {"headline": "headline", "published_at": "date", "body": "text"}


def read_article(reader: Reader, article_id: str) -> dict[str, Any]:
    """Return what the page of an article shows. Raises NotFoundError."""
    article = reader.article(article_id)
    stored = stored_targets(reader, article_id)
    language = article["language"]
    return article | {
        "date": _date(article, language),
        "paragraphs": spoken_paragraphs(reader, article_id),
        "lead": None if article["lead"] in article["paragraphs"] else article["lead"],
        "teasers": [
            teaser | {"date": _date(teaser, language), "stored": teaser["target_id"] in stored}
            for teaser in article["teasers"]
        ],
        "translations": [
            other for other in reader.find_ids(article["number"]) if other != article_id
        ],
        "edits": _edits(reader.revisions(article_id)),
        "absences": [_absence(row) for row in absences(reader, article_id)],
        "first_seen": moment_in_words(article["first_seen_at"]),
        "last_checked": moment_in_words(article["last_checked_at"]),
        "gone": moment_in_words(article["gone_at"]) if article["gone_at"] else None,
    }


def _date(row: Mapping[str, Any], language: str) -> str:
    return date_in_words(row["published_at"], row["published_precision"], language)


def _edits(revisions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every revision but the first, oldest first."""
    by_number = {revision["revision"]: revision for revision in revisions}
    return [
        {
            "revision": revision["revision"],
            "seen": moment_in_words(revision["captured_at"]),
            "cosmetic": revision["cosmetic"],
            "changes": [
                {"field": _FIELDS[name], "marked": marked}
                for name in revision["changed"]
                for marked in _marked(by_number[revision["previous"]], revision, name)
            ],
        }
        for revision in revisions
        if revision["previous"] is not None
    ]


def _marked(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> list[Any]:
    if name == "body":
        return list(paragraph_differences(before[name], after[name]))
    return [difference(before[name], after[name])]


def _absence(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "since": moment_in_words(row["since"]),
        "gone": row["gone_at"] is not None,
        "runs": row["runs"],
        "back": moment_in_words(row["back_at"]) if row["back_at"] else None,
    }
