"""The root of a corpus: what is said of all texts, who speaks in them, and where each stands."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from presidency_scraper.export.citation import CREATOR, TITLE, hosts
from presidency_scraper.export.tei import (
    PRESIDENCY,
    ROLES,
    TEI,
    XML,
    Article,
    Cast,
    Element,
    element,
    extent,
    languages,
    publication,
    text_id,
)
from presidency_scraper.sites.base import Site
from presidency_scraper.store.export_rows import Source

CORPUS_ID = "presidency-articles"
_XI = "http://www.w3.org/2001/XInclude"
_NAMESPACES: Any = {None: TEI, "xi": _XI, "xml": XML}


@dataclass(slots=True)
class Extent:
    """How much there is: texts, turns of speech, words of the articles."""

    texts: int = 0
    utterances: int = 0
    words: int = 0

    def add(self, article: Article) -> None:
        """Count *article*."""
        self.texts += 1
        self.utterances += len(article["speeches"])
        self.words += article["word_count"]


def _header(source: Source, site: Site, cast: Cast, size: Extent) -> Element:
    """Return the header of all texts, which names the speakers."""
    first, last = source.days()
    origins = [element("idno", edition.origin, type="URI") for edition in site.editions.values()]
    title, date = element("title", ", ".join(hosts(site))), element("date", from_=first, to=last)
    file = element(
        "fileDesc",
        element("titleStmt", element("title", TITLE)),
        extent(size.texts, size.utterances, size.words),
        publication(source.as_of()),
        element(
            "sourceDesc", element("bibl", title, element("publisher", CREATOR), *origins, date)
        ),
    )
    roles = [
        element("category", element("catDesc", said), id=f"role.{role}")
        for role, said in ROLES.items()
    ]
    taxonomy = element("taxonomy", element("desc", "Roles of speakers"), *roles)
    names = (
        element("orgName", "Президент на Република България", lang="bg"),
        element("orgName", "President of the Republic of Bulgaria", lang="en"),
    )
    organisations = element("listOrg", element("org", *names, id=PRESIDENCY))
    profile = element(
        "profileDesc",
        element("particDesc", cast.listed(), organisations),
        languages(sorted({language for _, language, *_ in source.counts()})),
    )
    encoding = element("encodingDesc", element("classDecl", taxonomy))
    return element("teiHeader", file, encoding, profile, lang="en")


def write_root(path: Path, source: Source, site: Site, cast: Cast, size: Extent) -> None:
    """Write the root: the header, and for each article where it stands."""
    with path.open("wb") as sink, etree.xmlfile(sink, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element(f"{{{TEI}}}teiCorpus", {f"{{{XML}}}id": CORPUS_ID}, nsmap=_NAMESPACES):
            file.write("\n", _header(source, site, cast, size), pretty_print=True)
            for year, article_id in source.years():
                with file.element(f"{{{_XI}}}include", href=f"{year}/{text_id(article_id)}.xml"):
                    pass
                file.write("\n")
