"""Takes an archive away: for the demo, which makes its own anew. Nothing else calls this."""

from pathlib import Path

from presidency_scraper.archive.file_names import is_archive_name
from presidency_scraper.archive.manifest import NAME


def clear(folder: Path) -> None:
    """Delete the archive's files in *folder*, and nothing else that is there. Raises OSError."""
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.name == NAME or is_archive_name(path.name.split(".warc.gz")[0] + ".warc.gz"):
            path.unlink()
