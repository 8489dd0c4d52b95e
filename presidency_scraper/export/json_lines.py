"""JSON Lines: an article is a line, with its paragraphs, teasers and images in it."""

import json

from presidency_scraper.export.destination import Sink
from presidency_scraper.store.export_rows import Source


def write_json_lines(source: Source, sink: Sink) -> int:
    """Write all articles of *source*; return their number."""
    count = 0
    for article in source.nested():
        line = json.dumps(article, ensure_ascii=False, separators=(",", ":"))
        sink.write(line.encode() + b"\n")
        count += 1
    return count
