"""How found and changed words go into HTML: everything is escaped, then the marks become tags."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from presidency_scraper.rules.revisions import changed_paragraphs, diff_words

#: Stand for the tags until the text is escaped; no text of the site has them.
MARKS = ("\x02", "\x03")
_TAGS = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}


def marked(text: str) -> Markup:
    r"""Return *text* escaped, with what stands between the marks in ``<mark>``.

    >>> str(marked("<b> \x02вето\x03"))
    '&lt;b&gt; <mark>вето</mark>'
    """
    safe = str(escape(text))
    return Markup(safe.replace(MARKS[0], "<mark>").replace(MARKS[1], "</mark>"))  # noqa: S704 - it is escaped


def difference(before: str, after: str) -> Markup:
    """Return both texts as one, dropped words in ``<del>`` and added ones in ``<ins>``.

    >>> str(difference("Указът е <върнат>", "Указът не е <върнат>"))
    'Указът<ins> не</ins> е &lt;върнат&gt;'
    """
    return tagged(diff_words(before, after))


def tagged(pieces: Iterable[tuple[str, str]]) -> Markup:
    """Return the *pieces* of ``diff_words`` as one text with their tags."""
    return Markup("").join(Markup(_TAGS[kind]).format(text) for kind, text in pieces)  # noqa: S704 - a constant


def side_by_side(pieces: Iterable[tuple[str, str]]) -> tuple[Markup, Markup]:
    """Return what stood there, with ``<del>``, and what stands there since, with ``<ins>``.

    >>> [str(side) for side in side_by_side([("=", "Указът"), ("+", " не"), ("=", " е")])]
    ['Указът е', 'Указът<ins> не</ins> е']
    """
    known = list(pieces)
    sides = ((piece for piece in known if piece[0] != other) for other in "+-")
    before, after = map(tagged, sides)
    return before, after


def paragraph_differences(before: str, after: str) -> Iterator[Markup]:
    """Yield the paragraphs that differ, marked."""
    return (difference(old, new) for old, new in changed_paragraphs(before, after))
