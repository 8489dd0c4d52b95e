"""Apache Spark makes the rows that one process makes, though a worker is killed, and none twice.

It runs in ``.venv-spark``, which ``make test`` sets up, in one Java for all that is looked at.
"""

import json
import shutil
import subprocess
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from presidency_scraper import read_warc
from tests.archive.theirs import need
from tests.conftest import ROOT, clean_environment
from tests.export.many_files import make_files
from tests.export.reading import in_order, killing_readers, rows_in, write_long

PYTHON = ROOT / ".venv-spark" / "bin" / "python"
#: Runs the job once for each list of arguments and prints the exit codes.
_RUN = (
    "import json, sys; from presidency_scraper.spark import main;"
    "print(json.dumps([main(arguments) for arguments in json.loads(sys.argv[1])]))"
)
#: Java that starts soon rather than runs fast, and no pages of Spark's own.
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dspark.ui.enabled=false"
_VARIABLES = {
    "PYTHONPATH": str(ROOT), "JAVA_TOOL_OPTIONS": _JAVA, "SPARK_LOCAL_IP": "127.0.0.1",
}  # fmt: skip
#: Four tries of a task: with local[2] alone there would be one.
_MASTER = "local[2,4]"


def run_jobs(*jobs: list[str]) -> tuple[list[int], str]:
    """Run jobs of Spark one after the other; return their exit codes, and all that they said."""
    java = shutil.which("java")
    need("Spark", java and PYTHON.exists(), "apt-get install default-jre-headless; make test")
    arguments = [[*job, "--master", _MASTER] for job in jobs]
    done = subprocess.run(
        [PYTHON, "-c", _RUN, json.dumps(arguments)],
        env=clean_environment(**_VARIABLES),
        capture_output=True, text=True, timeout=480, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stdout + done.stderr


def test_spark_makes_the_rows_of_one_process_whatever_the_partitions_and_kills(
    tmp_path: Path,
) -> None:
    files = make_files(8, tmp_path / "theirs")
    long = write_long(tmp_path / "long.warc.gz", files[0].read_bytes())
    gone = tmp_path / "gone.warc.gz"
    handler = partial(SimpleHTTPRequestHandler, directory=str(files[0].parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    host = f"http://127.0.0.1:{server.server_port}/"
    paths, served = tmp_path / "paths", tmp_path / "served.paths"
    paths.write_text("".join(f"{path}\n" for path in [long, *files, gone]))
    served.write_text(f"{files[0].name}\n\n")
    job = ["--warcs", str(paths), "--out"]
    whole, few = tmp_path / "whole", tmp_path / "few"
    with server, killing_readers(long, 1) as killed:
        codes, said = run_jobs(
            [*job, str(whole)],
            [*job, str(whole)],
            [*job, str(few), "--partitions", "2", "--hive"],
            ["--warcs", str(served), "--base", host, "--out", str(tmp_path / "web")],
        )
        server.shutdown()
    assert (codes, len(killed)) == ([4, 2, 4, 4], 1)
    assert f"{whole} is there already" in said
    rows = rows_in(whole)
    expected = in_order(row for path in [long, *files] for row in read_warc(path))
    assert [row for row in rows if str(gone) not in row] == expected
    assert len(rows) == len(expected) + 1
    assert rows_in(few) == rows
    assert (few / "section=news" / "year=2012").is_dir()
    assert rows_in(tmp_path / "web") == in_order(
        {**row, "file": host + files[0].name} for row in read_warc(files[0])
    )
