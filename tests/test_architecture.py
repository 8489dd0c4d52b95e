"""The arrows of the design, read from the imports; and what only one place may know."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from tests.conftest import ROOT

PACKAGE = "presidency_scraper"
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / PACKAGE).rglob("*.py"))
}
MODULES = sorted(FILES)
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}

#: The floors of the house, from the ground up; ARROWS says who may import whom.
FLOORS = (
    "errors clock items settings",
    "archive sites",
    "extract rules",
    "store fetch",
    "ingest middlewares",
    "report export web doctor demo pipelines",
    "spiders",
    "crawl",
    "cli spark",
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms.split()}
#: Arrows to a floor below that are missing on purpose.
FORBIDDEN = {
    ("extract", "archive"): "bytes come from anywhere",
    ("rules", "archive"): "a decision needs no file",
    ("store", "archive"): "the archive and the store do not know each other",
    ("store", "fetch"): "the store knows no network",
}
#: Reading a page and deciding: neither clock nor network nor disk can change what comes out.
PURE = "sites extract rules errors items store.search".split()
#: Who may know Scrapy and what it stands on.
GLUE = (
    "crawl doctor.visit doctor.recorder fetch middlewares pipelines settings spiders"
).split()  # fmt: skip
#: Who may write SQL: the store, and what ships SQL to other programs.
SQL = ["store"]
#: Files over 250 lines, each with the reason that it is one.
LONG = {
    "items": "the nouns and what each part of them means: there is nothing in it to take apart",
    "rules.walk": "one machine: its states are understood together or not at all",
    "sites.dates": "a third are doctests; the form of a date and its clock are told together",
    "store.queries": "SQL, and nothing to understand at once but a query",
    "spiders.news": "the one spider: Scrapy wants its callbacks in one class",
}
#: How many modules stand in the longest chain of imports, and what the root listing may hold.
LONGEST_CHAIN, MOST_ENTRIES = 14, 25
#: Nouns that end as a gerund does.
NOUNS_IN_ING = {"listing", "string"}
#: Who alone may know a library that the stack gives a part to, and what must know it.
PARTS = {
    "scrapy": (GLUE, "pages are fetched"),
    "twisted": (GLUE, "nothing waits for another"),
    "parsel": (["sites", "extract"], "pages are read"),
    "dateparser": (["sites.dates"], "printed days are read"),
    "sqlite_utils": (["store"], "rows are written"),
}


def part(module: str) -> str:
    """The name of *module* below the package."""
    return module.removeprefix(PACKAGE).lstrip(".")


def belongs(module: str, parts: list[str]) -> bool:
    return any(part(module) == name or part(module).startswith(f"{name}.") for name in parts)


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported anywhere in *tree*, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            base = node.module or ""
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield whole if whole in FILES else base


@cache
def own_imports(module: str) -> frozenset[str]:
    return frozenset(name for name in imported(TREES[module]) if name in FILES)


def foreign_imports(module: str) -> set[str]:
    return {name.split(".")[0] for name in imported(TREES[module]) if not name.startswith(PACKAGE)}


def strings(module: str) -> Iterator[str]:
    """Every string in the code that is no docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(TREES[module]):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in docstrings:
            yield text


def calls(module: str) -> Iterator[str]:
    """Every call of an attribute, as written: ``datetime.now``."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def reach(module: str) -> set[str]:
    """Every module of ours that *module* needs, directly or not."""
    seen: set[str] = set()
    todo = set(own_imports(module))
    while todo:
        seen |= todo
        todo = set().union(*(own_imports(name) for name in todo)) - seen
    return seen


def test_there_is_no_cycle_between_modules() -> None:
    cycles = [name for name in MODULES if name in reach(name)]
    assert cycles == []


@cache
def depth(module: str) -> int:
    """How many modules stand in the longest chain of imports from *module* down."""
    return 1 + max(map(depth, own_imports(module)), default=0)


def test_no_chain_of_imports_is_too_long_to_follow() -> None:
    assert max(map(depth, MODULES)) <= LONGEST_CHAIN


def test_the_root_listing_is_short() -> None:
    entries = [path for path in (ROOT / PACKAGE).iterdir() if path.name != "__pycache__"]
    assert len(entries) <= MOST_ENTRIES


def basename(module: str) -> str:
    return module.rpartition(".")[2]


def test_no_two_modules_have_one_name() -> None:
    names = [path.stem for path in FILES.values() if not path.stem.startswith("__")]
    assert [name for name, number in Counter(names).items() if number > 1] == []


def test_modules_are_called_by_nouns() -> None:
    gerunds = {basename(name) for name in MODULES if name.endswith("ing")} - NOUNS_IN_ING
    assert len(gerunds) <= 6, gerunds


def test_html_is_parsed_in_one_place() -> None:
    made = re.compile(r"^Selector$|(?:fromstring|HTMLParser|BeautifulSoup)$")
    assert {part(name) for name in MODULES if any(map(made.search, calls(name)))} == {
        "sites.html.tree"
    }


@pytest.mark.parametrize("library", PARTS)
def test_the_stack_does_its_part_in_one_place(library: str) -> None:
    rooms, what = PARTS[library]
    users = [name for name in MODULES if library in foreign_imports(name)]
    assert [name for name in users if not belongs(name, rooms)] == [], what
    assert users, what


@pytest.mark.parametrize(
    "module",
    [
        name
        for name in MODULES
        if belongs(name, ["middlewares", "pipelines", "spiders.extensions", "fetch"])
        and part(name) != "fetch.log_formatter"
    ],
)
def test_nothing_between_a_crawler_and_its_run_is_without_a_type(module: str) -> None:
    hints = [
        ast.unparse(hint)
        for node in ast.walk(TREES[module])
        for hint in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if hint is not None
    ]
    assert [hint for hint in hints if re.search(r"\bAny\b", hint)] == []


def test_the_spider_has_a_typed_run() -> None:
    source = FILES[f"{PACKAGE}.spiders.news"].read_text(encoding="utf-8")
    assert "    run: Run\n" in source
    for module in MODULES:
        assert "spider: Any" not in FILES[module].read_text(encoding="utf-8") or belongs(
            module, ["doctor"]
        )


def room(module: str) -> str:
    """The room of *module*: its name below the package, without what lies deeper."""
    return part(module).split(".")[0]


@pytest.mark.parametrize("module", [name for name in MODULES if room(name) in FLOOR])
def test_arrows_lead_down_only(module: str) -> None:
    here = room(module)
    wrong = {
        name
        for name in own_imports(module)
        if (there := room(name)) not in ("", here)
        and (FLOOR[there] >= FLOOR[here] or (here, there) in FORBIDDEN)
    }
    assert wrong == set()


def test_every_room_stands_on_a_floor() -> None:
    assert {room(name) for name in MODULES} - {"", "__main__"} == set(FLOOR)


@pytest.mark.parametrize("module", [name for name in MODULES if belongs(name, PURE)])
class TestPureModules:
    def test_need_pure_modules_only(self, module: str) -> None:
        above = {
            name
            for name in reach(module)
            if not belongs(name, [*PURE, "settings", "store"]) and part(name)
        }
        assert above == set()

    def test_know_neither_scrapy_nor_a_database(self, module: str) -> None:
        assert not foreign_imports(module) & {
            "click", "rich", "scrapy", "sqlite3", "sqlite_utils", "twisted", "warcio",
        }  # fmt: skip

    def test_touch_neither_disk_nor_network(self, module: str) -> None:
        assert not foreign_imports(module) & {
            "asyncio", "http", "io", "os", "shutil", "socket", "subprocess", "urllib3",
        }  # fmt: skip
        assert "urllib.request" not in set(imported(TREES[module]))
        disk = re.compile(r"^open$|\.(?:open|exists|mkdir|unlink|(?:read|write)_(?:text|bytes))$")
        assert [call for call in calls(module) if disk.search(call)] == []


@pytest.mark.parametrize("module", [name for name in MODULES if part(name) != "clock"])
def test_nobody_but_the_clock_reads_the_wall_clock(module: str) -> None:
    forbidden = re.compile(
        r"(?:datetime|dt|date)\.(?:now|today|utcnow)|time\.(?:time|time_ns|localtime|gmtime)"
    )
    assert [call for call in calls(module) if forbidden.search(call)] == []


@pytest.mark.parametrize("module", [name for name in MODULES if not belongs(name, SQL)])
def test_nobody_but_the_store_writes_sql(module: str) -> None:
    sql = re.compile(
        r"\b(?:SELECT\s.+\sFROM|INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
        r"|(?:CREATE|DROP|ALTER)\s+(?:TABLE|INDEX|VIEW|VIRTUAL)|PRAGMA\s+\w+)\b",
        re.DOTALL,
    )
    assert [text for text in strings(module) if sql.search(text)] == []


@pytest.mark.parametrize(
    "module", [n for n in MODULES if not belongs(n, ["sites", "demo.replica"])]
)
def test_nobody_but_the_sites_knows_the_host(module: str) -> None:
    said = [text for text in strings(module) if "president.bg" in text]
    assert said == []


@pytest.mark.parametrize(
    "module", [n for n in MODULES if not belongs(n, ["sites", "demo.replica"])]
)
def test_a_site_is_handed_in_by_the_command_line_and_the_public_api_alone(module: str) -> None:
    inside = [name for name in own_imports(module) if belongs(name, ["sites.president_bg"])]
    assert inside == [] or part(module) in ("cli.options", "spark", "")


def test_the_replica_knows_nothing_of_what_reads_it() -> None:
    for module in (name for name in MODULES if belongs(name, ["demo.replica"])):
        assert all(belongs(name, ["demo.replica"]) for name in reach(module) if part(name))


def test_nothing_but_the_demo_serves_the_replica() -> None:
    users = {
        module
        for module in MODULES
        if not belongs(module, ["demo.replica"])
        and any(belongs(name, ["demo.replica"]) for name in own_imports(module))
    }
    assert users == {"presidency_scraper.cli.crawl_commands"}


@pytest.mark.parametrize("module", MODULES)
def test_no_file_is_longer_than_250_lines_without_a_reason(module: str) -> None:
    lines = len(FILES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= (360 if part(module) in LONG else 250)


def test_no_reason_outlives_its_file() -> None:
    assert {name for name in LONG if f"{PACKAGE}.{name}" not in FILES} == set()


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_called_by_a_name_that_says_nothing(module: str) -> None:
    vague = {"utils", "util", "helpers", "common", "misc"}
    assert not vague & set(module.split("."))
    classes = [node.name for node in ast.walk(TREES[module]) if isinstance(node, ast.ClassDef)]
    assert [name for name in classes if name.endswith(("Manager", "Helper", "Util"))] == []
