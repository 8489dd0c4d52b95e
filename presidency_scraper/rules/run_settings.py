"""What the archive noted of a run: what its pages mean, and whose they are."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from presidency_scraper.sites.base import Site, Source


@dataclass(frozen=True, slots=True)
class RunKind:
    """The options that say what a run's pages mean; *imported*: it asked for none of them."""

    full: bool = False
    accept_drift: bool = False
    by_number: bool = False
    imported: bool = False


def parse_kind(settings: Mapping[str, str]) -> RunKind:
    """Return the kind of run that the archive noted as *settings*."""
    return RunKind(*(settings.get(kind.name) == "true" for kind in fields(RunKind)))


def parse_source(settings: Mapping[str, str], site: Site) -> Source:
    """Return which face of *site* a run read that the archive noted as *settings*."""
    first = next(iter(site.editions))
    return Source(site, settings.get("edition", first), settings.get("origin"))
