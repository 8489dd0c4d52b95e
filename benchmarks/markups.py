"""The pages of ``tests/markups.jsonl.xz``: real texts in dozens of markups, and what they say."""

import json
import lzma
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent.parent / "tests" / "markups.jsonl.xz"
#: When pages of the benchmarks are held to be seen; the dates of these are read by it.
SEEN_AT = datetime(2026, 11, 23, 12, 33, tzinfo=UTC)


def read_markups(kind: str | None = None) -> list[dict[str, Any]]:
    """The cases of one *kind* or all: ``body`` (Latin-1), ``url``, ``expected`` and more."""
    cases = map(json.loads, lzma.decompress(_FILE.read_bytes()).decode().split("\n"))
    return [case for case in cases if kind in (None, case["kind"])]
