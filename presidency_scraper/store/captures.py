"""What is handed to the store beside records: captures, and how far walks have come. Pure data."""

from dataclasses import dataclass
from datetime import datetime

from presidency_scraper.items import Outcome
from presidency_scraper.rules.segments import Segment


@dataclass(frozen=True, slots=True)
class Capture:
    """One response, or the lack of one: ``status`` is None and ``error`` says why.

    ``id`` is its place in the archive, from 1; ``captured_at`` is aware; ``digest`` is the sha256
    of the body without content encoding and ``length`` its size in bytes.
    """

    id: int
    url: str
    captured_at: datetime
    outcome: Outcome
    status: int | None = None
    content_type: str | None = None
    digest: str | None = None
    length: int | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    error: str | None = None
    article_id: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class WalkProgress:
    """How far the walk of a listing has come."""

    listing: str
    segment: Segment
