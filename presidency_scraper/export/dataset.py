"""A folder as Hugging Face's ``datasets`` loads it: Parquet, and a card that says what it is."""

from collections.abc import Iterator
from pathlib import Path

from presidency_scraper.export.citation import PROGRAM, RIGHTS, TITLE, citation, hosts
from presidency_scraper.export.destination import whole_package
from presidency_scraper.export.parquet import write_parquet
from presidency_scraper.items import Selection
from presidency_scraper.sites.base import Site
from presidency_scraper.store.descriptions import Table, plain
from presidency_scraper.store.export_rows import PARAGRAPH_LISTS, Source

_CARD, _TRAIN = "README.md", "data/train-00000-of-00001.parquet"
_OURS = {_CARD, "data", _TRAIN}
#: The names that Hugging Face has for numbers of rows, with the number that is too many.
_SIZES = {"n<1K": 1_000, "1K<n<10K": 10_000, "10K<n<100K": 100_000, "100K<n<1M": 1_000_000}

_PAGE = """\
---
pretty_name: {title}
language: {languages}
license: unknown
size_categories: [{size}]
source_datasets: [original]
configs:
- config_name: default
  data_files:
  - split: train
    path: {train}
---

# {title}

A row is an article or a speech as it stood when it was last seen; {count} in all.

- Query: {query}
- State of the database: {as_of} (its newest capture, UTC)
- Made by {program}

## Counts

| section | language | articles | words | first | last |
|---|---|---|---|---|---|
{counts}

## Provenance

Captured from {hosts}, kept as web archive files, and read from these. `url` is the address of each article, `last_checked_at` when it was last asked for, `revision` the number of its present state.

## Fields

| field | meaning |
|---|---|
{fields}

`published_at` is a time in Europe/Sofia, of which `published_precision` says how much was printed; every other time is UTC. There is one split, `train`, which holds everything, ordered by publication.

```python
from datasets import load_dataset

articles = load_dataset("path/to/this/folder", split="train")
```

## Licence

{rights}

## How to cite

> {citation}.
"""  # noqa: E501  a paragraph of Markdown is a line


def write_dataset(source: Source, selection: Selection, site: Site, out: Path) -> int:
    """Write the articles of *source* as a data set to the folder *out*, or as a zip of it.

    Return their number. Raises UsageError: no pyarrow, or something else stands at *out*.
    """
    with whole_package(out, lambda names: _is_ours(out, names)) as folder:
        (folder / _TRAIN).parent.mkdir()
        with (folder / _TRAIN).open("wb") as file:
            count = write_parquet(source, file, "dataset")
        card = _render(source, selection, site, count)
        (folder / _CARD).write_text(card, encoding="utf-8", newline="\n")
    return count


def _render(source: Source, selection: Selection, site: Site, count: int) -> str:
    counts = source.counts()
    rows = ("| " + " | ".join(map(str, row)) + " |" for row in counts)
    return _PAGE.format(
        title=TITLE,
        languages=sorted({language for _, language, *_ in counts}),
        size=next((name for name, most in _SIZES.items() if count < most), "n>1M"),
        train=_TRAIN,
        count=count,
        query=str(selection) or "all articles",
        as_of=source.as_of() or "empty",
        program=PROGRAM,
        counts="\n".join(rows),
        hosts=", ".join(hosts(site)),
        fields="\n".join(_fields(source)),
        rights=RIGHTS,
        citation=citation(source, site, count),
    )


def _fields(source: Source) -> Iterator[str]:
    for column in source.tables["articles"].columns:
        yield f"| `{column.name}` | {plain(column.text)} |"
    paragraphs = {column.name: column.text for column in source.tables["paragraphs"].columns}
    for name, of in PARAGRAPH_LISTS.items():
        yield f"| `{name}` | list, of each paragraph: {plain(paragraphs[of])} |"
    for name, table in source.record_tables().items():
        yield f"| `{name}` | list of records: {_names(table)}; {plain(table.text)} |"


def _names(table: Table) -> str:
    return ", ".join(f"`{column.name}`" for column in table.columns if column.name != "article_id")


def _is_ours(out: Path, names: set[str]) -> bool:
    return names == _OURS and f"\npretty_name: {TITLE}\n" in (out / _CARD).read_text("utf-8")
