"""TEI that jing finds valid, with every text and turn in it; data sets as others load them."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

from tests.archive.theirs import need
from tests.conftest import ROOT, Crawled, ended, presidency, query

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
#: The schema of Parla-CLARIN, which is no part of the project.
SCHEMA = ROOT.parent / "shared" / "tei" / "parla-clarin.rng"
INTERVIEW = "bg/interviews-president/3787"
#: Labels of two people whose names differ in what no id may hold, and of a former president.
PRINTED = ("Г-н Петров (БНТ)", "Г-н Петров, БНТ", "Румен Радев")


def export(db: Path, kind: str, out: Path, *options: str) -> Path:
    ended(presidency("export", "--db", db, "--format", kind, "--out", out, *options))
    return out


def unpacked(archive: Path, folder: Path) -> Path:
    with ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def corpus(crawled: Crawled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as a corpus of one zip file, unpacked."""
    folder = tmp_path_factory.mktemp("corpus")
    return unpacked(export(crawled.db, "tei", folder / "corpus.zip"), folder / "corpus")


@pytest.fixture(scope="module")
def hard(crawled: Crawled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of what XML does not take as it is, of odd names and of times half known."""
    folder = tmp_path_factory.mktemp("hard")
    shutil.copy(crawled.db, folder / "hard.db")
    with closing(sqlite3.connect(folder / "hard.db")) as database, database:
        database.execute(
            "UPDATE articles SET headline = ? WHERE number = 8601", ["<&]]>\x01\uffff"]
        )
        database.execute("UPDATE articles SET lead = NULL, published_precision = 'day'")
        database.execute(
            "UPDATE articles SET published_precision = 'hour', published_at = ? WHERE id = ?",
            ["2026-02-03T12:00:00+02:00", INTERVIEW],
        )
        database.execute("DELETE FROM paragraphs WHERE article_id = ?", [INTERVIEW])
        database.executemany(
            "INSERT INTO paragraphs (article_id, position, text, speaker) VALUES (?, ?, ?, ?)",
            [
                (INTERVIEW, at, f"{name}: Да & не.", name)
                for at, name in enumerate(("Водещ", *PRINTED), 1)
            ],
        )
    export(folder / "hard.db", "tei", folder / "corpus", "--section", "interviews-president")
    for archive in (folder / "corpus").glob("*.zip"):
        unpacked(archive, folder / "corpus")
    unpacked(export(folder / "hard.db", "tei", folder / "all.zip"), folder / "all")
    return folder


def whole(corpus: Path) -> Any:
    """The root with every text in its place."""
    tree = etree.parse(str(corpus / "corpus.xml"))
    tree.xinclude()
    return tree


def document(corpus: Path, article: str) -> etree._Element:
    [path] = corpus.glob(f"*/{article.replace('/', '.')}.xml")
    return etree.parse(str(path)).getroot()


def texts(root: Any, tag: str) -> list[str]:
    return [found.text for found in root.iter(f"{TEI}{tag}")]


@pytest.mark.skipif(not SCHEMA.exists(), reason="no ../shared beside this checkout")
def test_jing_finds_every_document_and_the_whole_corpus_valid(
    corpus: Path, hard: Path, tmp_path: Path
) -> None:
    need("jing", shutil.which("jing"), "apt-get install jing")
    files = [str(path) for folder in (corpus, hard / "all") for path in folder.glob("*/*.xml")]
    for number, folder in enumerate((corpus, hard / "all", hard / "corpus")):
        files.append(str(tmp_path / f"{number}.xml"))
        whole(folder).write(files[-1], encoding="UTF-8")
    broken = tmp_path / "broken.xml"
    broken.write_bytes(
        Path(files[-1]).read_bytes().replace(b"<u ", b"<w ").replace(b"</u>", b"</w>")
    )
    ran = subprocess.run(
        ["jing", str(SCHEMA), *files, str(broken)], capture_output=True, text=True, check=False
    )
    errors = ran.stdout.splitlines()
    assert errors
    assert [line for line in errors if not line.startswith(f"{broken}:")] == []


def test_news_are_paragraphs_and_speeches_turns_with_every_text(
    corpus: Path, crawled: Crawled
) -> None:
    articles = query(crawled.db, "SELECT id, substr(published_at, 1, 4), language FROM articles")
    places = {f"{year}/{id_.replace('/', '.')}.xml" for id_, year, _ in articles}
    assert {path.relative_to(corpus).as_posix() for path in corpus.glob("*/*")} == places
    turns = query(crawled.db, "SELECT article_id, text FROM speeches ORDER BY article_id, turn")
    spoken = {article for article, _ in turns}
    for article, _, language in articles:
        root = document(corpus, article)
        assert root.get(f"{XML}lang") == language
        said = ["\n\n".join(texts(u, "seg")) for u in root.iter(f"{TEI}u")]
        assert said == [text for id_, text in turns if id_ == article]
        stored = query(
            crawled.db,
            "SELECT text FROM paragraphs WHERE article_id = ? ORDER BY position",
            article,
        )
        read = texts(next(root.iter(f"{TEI}body")), "p")
        assert read == ([] if article in spoken else [text for (text,) in stored])
    assert len(spoken) > 5


def test_whatever_is_pointed_to_is_there_and_speakers_are_named_as_in_the_database(
    corpus: Path, crawled: Crawled
) -> None:
    root = whole(corpus).getroot()
    by_id = {one.get(f"{XML}id"): one for one in root.iter() if one.get(f"{XML}id")}
    pointers = {
        one.get(name) for one in root.iter() for name in ("who", "ana", "ref") if one.get(name)
    }
    assert {pointer.removeprefix("#") for pointer in pointers} <= by_id.keys()
    for id_, turn, speaker, role, language in query(
        crawled.db, "SELECT article_id, turn, speaker, role, language FROM speeches"
    ):
        utterance = by_id[f"{id_.replace('/', '.')}.u{turn}"]
        person = by_id[utterance.get("who")[1:]]
        assert utterance.get("ana") == f"#role.{role}"
        names = {one.get(f"{XML}lang"): one.text for one in person.iter(f"{TEI}persName")}
        assert names.get(language) == (None if role == "host" else speaker)
    [term] = (one for one in root.iter(f"{TEI}affiliation") if one.get("from") == "2026-01-23")
    assert term.get("role") == "president"
    assert "Iliana Iotova" in texts(term.getparent(), "persName")


def test_the_turns_are_joined_by_ids(corpus: Path, crawled: Crawled) -> None:
    with (corpus / "turns.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, dialect="excel-tab"))
    utterances = list(whole(corpus).getroot().iter(f"{TEI}u"))
    ids = [(one.get(f"{XML}id"), one.get("who").lstrip("#")) for one in utterances]
    assert [(row["id"], row["who"]) for row in rows] == ids
    assert all(row["id"].startswith(f"{row['text']}.u") for row in rows)
    columns = ("article_id", "turn", "speaker", "role", "label", "words", "published_at", "url")
    stored = query(
        crawled.db, f"SELECT {', '.join(columns)} FROM speeches ORDER BY published_at, 1"
    )
    expected = [["" if value is None else str(value) for value in row] for row in stored]
    assert [[row[name] for name in columns] for row in rows] == expected


def test_what_no_xml_holds_is_marked_and_two_names_have_two_ids(hard: Path) -> None:
    assert texts(document(hard / "all", "bg/news/8601"), "head") == ["<&]]>\ufffd\ufffd"]
    interview = document(hard / "corpus", INTERVIEW)
    assert texts(interview, "note") == ["Водещ", *PRINTED]
    assert set(texts(interview, "seg")) == {"Да & не."}
    who = [one.get("who") for one in interview.iter(f"{TEI}u")]
    assert len(set(who)) == 4
    assert who[3] == "#speaker.Rumen.Radev"  # who is no president any more


@pytest.mark.parametrize(
    ("article", "folder", "iso"),
    [
        (INTERVIEW, "corpus", "2017-06-09T22:04+03:00"),
        (INTERVIEW, "hard/all", "2026-02-03T12+02:00"),
        ("bg/news/8601", "hard/all", "2025-09-24"),
    ],
)
def test_times_say_no_more_than_what_was_printed(
    article: str, folder: str, iso: str, corpus: Path, hard: Path
) -> None:
    root = document({"corpus": corpus, "hard/all": hard / "all"}[folder], article)
    [date] = root.iter(f"{TEI}date")
    assert (date.get("when"), date.get("when-iso")) == (iso[:10], iso)


def test_a_folder_has_a_zip_file_for_each_year_of_the_choice(
    crawled: Crawled, corpus: Path, tmp_path: Path
) -> None:
    chosen = ("--language", "bg", "--since", "2025-01-01", "--section", "news")
    out = export(crawled.db, "tei", tmp_path / "out", *chosen)
    assert sorted(path.name for path in out.iterdir()) == ["2025.zip", "corpus.xml", "turns.tsv"]
    unpacked(out / "2025.zip", out)
    made = {path.name: path.read_bytes() for path in out.glob("2025/*")}
    theirs = {path.name: path.read_bytes() for path in corpus.glob("2025/bg.news.*")}
    assert made == theirs
    assert len(texts(whole(out).getroot(), "head")) == len(made) > 1


@pytest.mark.parametrize("kind", ["tei", "dataset"])
def test_it_takes_the_place_of_an_earlier_one_and_of_nothing_else(
    kind: str, crawled: Crawled, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    few = ("--section", "photo-gallery")
    for _ in range(2):
        export(crawled.db, kind, out, *few)
    (out / "notes.txt").write_text("mine")
    ran = presidency("export", "--db", crawled.db, "--format", kind, "--out", out, *few)
    assert ran.code == 2
    assert "holds other files, which would be lost" in ran.err
    assert (out / "notes.txt").read_text() == "mine"


# -- a data set ----------------------------------------------------------------------------------

LOAD = """
import json, sys
from datasets import load_dataset
loaded = load_dataset(sys.argv[1], cache_dir=sys.argv[2])
split = loaded["train"]
rows = [[row["id"], row["published_at"].isoformat(), row["paragraphs"], len(row["teasers"])]
        for row in split]
print(json.dumps({"splits": list(loaded), "columns": split.column_names, "rows": rows}))
"""


@pytest.fixture(scope="module")
def dataset(crawled: Crawled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as a data set."""
    need("pyarrow", find_spec("pyarrow"), "pip install -e '.[dev,export-test]'")
    return export(crawled.db, "dataset", tmp_path_factory.mktemp("dataset") / "articles")


def test_datasets_loads_every_article_without_the_network(
    dataset: Path, crawled: Crawled, tmp_path: Path
) -> None:
    need("datasets", find_spec("datasets"), "pip install -e '.[dev,export-test]'")
    ran = subprocess.run(
        [sys.executable, "-c", LOAD, str(dataset), str(tmp_path / "cache")],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "home")},
    )
    assert ran.returncode == 0, ran.stderr
    read = json.loads(ran.stdout)
    stored = [
        [id_, at, [text for (text,) in query(
            crawled.db, "SELECT text FROM paragraphs WHERE article_id = ? ORDER BY position", id_
        )], teasers]
        for id_, at, teasers in query(
            crawled.db,
            "SELECT id, published_at, (SELECT count(*) FROM teasers WHERE article_id = id)"
            " FROM articles ORDER BY published_at, id",
        )
    ]  # fmt: skip
    assert read["splits"] == ["train"]
    assert read["rows"] == stored
    card = (dataset / "README.md").read_text(encoding="utf-8")
    assert all(f"\n| `{column}` | " in card for column in read["columns"])


def front(card: str) -> dict[str, Any]:
    """What a card says to machines."""
    yaml = pytest.importorskip("yaml", reason="install: pip install -e '.[dev,export-test]'")
    _, head, _ = card.split("---\n", 2)
    return dict(yaml.safe_load(head))


def counted(card: str) -> Iterator[list[str]]:
    """The rows of the table of counts."""
    table = card.split("## Counts\n\n")[1].split("\n\n")[0]
    for line in table.splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def test_the_card_counts_what_is_there_and_invents_no_licence(
    dataset: Path, crawled: Crawled
) -> None:
    card = (dataset / "README.md").read_text(encoding="utf-8")
    head = front(card)
    assert (head["language"], head["license"]) == (["bg", "en"], "unknown")
    [config] = head["configs"]
    assert (dataset / config["data_files"][0]["path"]).is_file()
    stored = query(
        crawled.db,
        "SELECT section, language, count(*), sum(word_count),"
        " min(substr(published_at, 1, 10)), max(substr(published_at, 1, 10))"
        " FROM articles GROUP BY 1, 2",
    )
    assert list(counted(card)) == [[str(cell) for cell in row] for row in stored]
    assert "## Licence\n\nThe texts are the presidency's." in card
