"""The notebooks run, and what stands in them is what they show.

Each is left in `artefacts/` as it was run: after a change of one, copy it from there.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Crawled, clean_environment

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
ARTEFACTS = ROOT / "tests" / "artefacts"


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One for all, since most of the time goes into loading pandas and matplotlib."""
    for library in ("ipykernel", "matplotlib", "nbclient", "pandas"):
        pytest.importorskip(library, reason="install: pip install -e '.[dev,export-test]'")
    from jupyter_client.manager import KernelManager

    folder = tmp_path_factory.mktemp("kernel")
    door = str(folder / "door.json")
    manager = KernelManager(kernel_name="python3", transport="ipc", connection_file=door)
    manager.start_kernel(env=clean_environment(PYTHONPATH=str(ROOT), IPYTHONDIR=str(folder)))
    yield manager
    manager.shutdown_kernel(now=True)


def execute(notebook: Path, db: Path, kernel: Any) -> Any:
    """The notebook as it is after it was run over *db*, with nothing left of one before it."""
    import nbformat
    from nbclient import NotebookClient

    book = nbformat.read(notebook, as_version=4)
    begin = f"%reset -f\n%env PRESIDENCY_DB={db}"
    book.cells.insert(0, nbformat.v4.new_code_cell(begin))
    client = NotebookClient(book, km=kernel, timeout=60, record_timing=False)
    client.execute()
    client.kc.stop_channels()
    del book.cells[0]
    for number, cell in enumerate((c for c in book.cells if c.cell_type == "code"), 1):
        for counted in (cell, *cell.outputs):
            if "execution_count" in counted:
                counted.execution_count = number
    ARTEFACTS.mkdir(exist_ok=True)
    nbformat.write(book, ARTEFACTS / notebook.name)
    return book


def shown(book: Any) -> list[Any]:
    """What each cell shows as text; of a picture, that there is one and how large."""
    return [
        [output.get("text") or output["data"]["text/plain"] for output in cell.get("outputs", ())]
        for cell in book.cells
    ]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_stands_in_it(
    notebook: Path, crawled: Crawled, months_db: Path, kernel: Any
) -> None:
    import nbformat

    db = months_db if notebook.stem == "edits-over-time" else crawled.db
    stored = nbformat.read(notebook, as_version=4)
    assert shown(execute(notebook, db, kernel)) == shown(stored)
    assert str(stored).count("image/png") == 2
