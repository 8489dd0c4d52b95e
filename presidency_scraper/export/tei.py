"""TEI P5 as parla-clarin has it: an article as a document, and who speaks in them.

Ids are those of the database, with a dot for a slash: ``bg.news.8601`` for ``bg/news/8601``, a
paragraph of it ``bg.news.8601.p1``, a turn ``….u1``, a paragraph of the turn ``….u1.s1``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from presidency_scraper.export.citation import CREATOR, PROGRAM, RIGHTS
from presidency_scraper.rules.outcome import count

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
_DEFAULT: Any = {None: TEI}  # the stubs know no namespace without a prefix
_NAMES = {"id": f"{{{XML}}}id", "lang": f"{{{XML}}}lang", "from_": "from", "when_iso": "when-iso"}
#: What no XML may hold.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: How much of a time is printed: minute, hour, day.
_TIMES = {"minute": slice(16), "hour": slice(13), "day": slice(10)}
_LANGUAGES = {"bg": "Bulgarian", "en": "English"}
PRESIDENCY, _HOST = "presidency", "host"
ROLES = {
    "president": "president on the day of publication",
    "vice-president": "vice-president on the day of publication",
    _HOST: "whoever asks",
    "other": "whoever else is named before a colon",
}
Article = Mapping[str, Any]
Element = etree._Element


def element(tag: str, *content: str | Element, **attributes: str | None) -> Element:
    """Return an element of TEI; attributes that are None are left out."""
    made = etree.Element(f"{{{TEI}}}{tag}", nsmap=_DEFAULT)
    for name, value in attributes.items():
        if value is not None:
            made.set(_NAMES.get(name, name), _fit(value))
    for part in content:
        if isinstance(part, str):
            made.text = _fit(part)
        else:
            made.append(part)
    return made


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)


def text_id(article_id: str) -> str:
    """The id of an article as XML takes it.

    >>> text_id("bg/news/8601")
    'bg.news.8601'
    """
    return article_id.replace("/", ".")


def speaker_id(name: str) -> str:
    """Return an id of a printed name; no two names have one.

    >>> speaker_id("Проф. Радев"), speaker_id("Rumen Radev")
    ('speaker.Проф_2e_.Радев', 'speaker.Rumen.Radev')
    """
    escaped = re.sub("[^0-9A-Za-zА-Яа-я ]", lambda found: f"_{ord(found[0]):x}_", name)
    return "speaker." + escaped.replace(" ", ".")


@dataclass(slots=True)
class Cast:
    """Who speaks: holders of an office by their names in full, others as they were printed.

    ``terms`` are those of :meth:`Source.terms`; ``printed`` grows with what is read.
    """

    terms: list[tuple[str, str, str | None, str, str]]
    printed: dict[str, str] = field(default_factory=dict)

    def who(self, turn: Article) -> str | None:
        """The id of who speaks in *turn*; None where nobody is named."""
        name, role = turn["speaker"], turn["role"]
        if name is None or role == _HOST:
            return _HOST if role == _HOST else None
        for *_, name_bg, name_en in self.terms:
            if name in (name_bg, name_en):
                return speaker_id(name_en)
        made = speaker_id(name)
        self.printed[made] = name
        return made

    def listed(self) -> Element:
        """All of them as ``listPerson``, by id."""
        holders: dict[str, Element] = {}
        for office, since, until, name_bg, name_en in self.terms:
            id_ = speaker_id(name_en)
            names = (
                element("persName", name_bg, lang="bg"),
                element("persName", name_en, lang="en"),
            )
            person = holders.setdefault(id_, element("person", *names, id=id_))
            held = {"from_": since, "to": until, "ref": f"#{PRESIDENCY}"}
            person.append(element("affiliation", office, role=office, **held))
        others = [
            element("person", element("persName", name), id=id_)
            for id_, name in sorted(self.printed.items())
        ]
        host = element("personGrp", element("name", ROLES[_HOST]), id=_HOST, role=_HOST)
        return element("listPerson", *holders.values(), host, *others)


# -- an article ----------------------------------------------------------------------------------


def document(article: Article, cast: Cast) -> Element:
    """Return *article* as a document: turns of speech where it has some, else paragraphs."""
    id_ = text_id(article["id"])
    turns = [part for turn in article["speeches"] for part in _turn(id_, turn, cast)]
    paragraphs = [
        element("p", text, id=f"{id_}.p{at}") for at, text in enumerate(article["paragraphs"], 1)
    ]
    head = element("head", article["headline"])
    division = element("div", head, *(turns or paragraphs), type=article["section"])
    body = element("text", element("body", division))
    return element("TEI", _header(article), body, id=id_, lang=article["language"])


def _turn(of: str, turn: Article, cast: Cast) -> Iterator[Element]:
    """A turn, and before it what was printed before its colon, which nobody said."""
    id_ = f"{of}.u{turn['turn']}"
    if turn["label"]:
        yield element("note", turn["label"], type="speaker")
    said = turn["text"].split("\n\n")
    segments = [element("seg", part, id=f"{id_}.s{at}") for at, part in enumerate(said, 1)]
    who = cast.who(turn)
    role = turn["role"] and f"#role.{turn['role']}"
    yield element("u", *segments, id=id_, who=who and f"#{who}", ana=role)


def _header(article: Article) -> Element:
    language = article["language"]
    source = element(
        "bibl",
        element("title", article["headline"], lang=language),
        element("publisher", CREATOR),
        element("edition", str(article["revision"])),
        _date(article),
        element("idno", article["url"], type="URI"),
        element("idno", article["id"], type="presidency"),
    )
    file = element(
        "fileDesc",
        element("titleStmt", element("title", article["headline"], lang=language)),
        extent(1, len(article["speeches"]), article["word_count"]),
        publication(),
        element("sourceDesc", source),
    )
    lead = article["lead"]
    about = [element("abstract", element("p", lead, lang=language))] if lead else []
    profile = element("profileDesc", *about, languages([language]))
    return element("teiHeader", file, profile, lang="en")


def _date(article: Article) -> Element:
    """The time of publication: its day, and as much of it as was printed."""
    moment, precision = article["published_at"], article["published_precision"]
    offset = "" if precision == "day" else moment[19:]
    iso = moment[_TIMES[precision]] + offset
    return element("date", article["published_raw"] or "", when=moment[:10], when_iso=iso)


# -- what headers of articles and of all of them have ----------------------------------------------


def publication(as_of: str | None = None) -> Element:
    """Who made the file and whose the texts are; *as_of*: the state of the database, UTC."""
    rights = element("availability", element("p", RIGHTS), status="unknown")
    date = [element("date", when=as_of)] if as_of else []
    return element("publicationStmt", element("authority", PROGRAM), rights, *date)


def extent(texts: int, utterances: int, words: int) -> Element:
    """How much there is."""
    measures = {"text": texts, "utterance": utterances, "word": words}
    return element(
        "extent",
        *(
            element("measure", count(number, noun), unit=f"{noun}s", quantity=str(number))
            for noun, number in measures.items()
        ),
    )


def languages(codes: list[str]) -> Element:
    """The languages of the texts."""
    return element(
        "langUsage",
        *(element("language", _LANGUAGES.get(code, code), ident=code) for code in codes),
    )
