"""What an article's page must say, and what must agree with what its listing said. Pure."""

from presidency_scraper.doctor.findings import Finding, fine, missing, note, wrong
from presidency_scraper.doctor.listing_checks import judge_clock, judge_layout, same_moment
from presidency_scraper.items import Article, Entry, Precision
from presidency_scraper.sites.base import Edition

_LOOK = "compare the page in a browser"
_READ = f"{_LOOK}; if its form is new, a layout must follow it"
_CLOCK = f"{_LOOK} with its listing: which of the two clocks is right?"


def judge_article(article: Article, announced: Entry | None, edition: Edition) -> list[Finding]:
    """Return what is to be said of each field of *article*, by itself and beside its listing."""
    return [
        _judge_headline(article),
        _judge_published(article),
        _judge_paragraphs(article),
        _judge_speakers(article),
        _judge_images(article),
        *_judge_teasers(article, edition),
        fine("language", article.ref.language),
        _judge_slug(article),
        *(_judge_announced(article, announced) if announced else [_not_announced()]),
        judge_layout(article.layout, edition),
    ]


def _judge_headline(article: Article) -> Finding:
    if not article.headline:
        return missing("headline", "empty", _READ)
    return fine("headline", article.headline)


def _judge_published(article: Article) -> Finding:
    moment = article.published
    said = f"{moment.iso} ({moment.precision}) from {moment.raw!r}"
    if moment.precision is not Precision.MINUTE:
        return wrong("published_at", f"{said}: minutes were expected", _READ)
    return fine("published_at", said)


def _judge_paragraphs(article: Article) -> Finding:
    if not article.paragraphs:
        return note("paragraphs", "none: pictures alone", _LOOK)
    said = f"{len(article.paragraphs)}; the first begins: {_begin(article.paragraphs[0])}"
    return fine("paragraphs", said)


def _judge_speakers(article: Article) -> Finding:
    names = list(dict.fromkeys(name for name in article.speakers if name))
    return fine("speakers", ", ".join(names) or "none is printed")


def _judge_images(article: Article) -> Finding:
    if not article.images:
        return note("images", "none")
    captions = sum(image.caption is not None for image in article.images)
    first = article.images[0].url
    return fine("images", f"{len(article.images)}, {captions} with a caption; the first: {first}")


def _judge_teasers(article: Article, edition: Edition) -> list[Finding]:
    if not article.teasers:
        return [missing("teasers", "none", _READ)]
    clock = judge_clock(article.teasers, edition.teaser_clock)
    ids = ", ".join(entry.target.id for entry in article.teasers)
    found = fine("teasers", f"{len(article.teasers)}: {ids}")
    return [found] if clock.code == 0 else [found, clock]


def _judge_slug(article: Article) -> Finding:
    if article.slug_agrees is None:
        return note("slug", "the address cannot tell whether the headline belongs to it")
    if not article.slug_agrees:
        return note("slug", "the address is not made of this headline", f"{_LOOK}: was it edited?")
    return fine("slug", "the address is made of this headline")


def _not_announced() -> Finding:
    return note("listing", "no listing of this edition shows it: nothing to compare with")


def _judge_announced(article: Article, entry: Entry) -> list[Finding]:
    return [
        _judge_times(article, entry),
        _judge_headlines(article, entry),
        fine("lead", entry.lead) if entry.lead else note("lead", "its listing prints none"),
    ]


def _judge_times(article: Article, entry: Entry) -> Finding:
    own = article.published.iso
    if entry.published is None:
        return missing("clocks", f"its listing prints {entry.published_raw!r}", _CLOCK)
    said = f"{article.published.raw}, in its listing {entry.published_raw}"
    if not same_moment(entry, own):
        what = "minute" if entry.published.precision is Precision.MINUTE else "hour"
        if own[:10] != entry.published.iso[:10]:
            what = "day"
        elif own[11:13] != entry.published.iso[11:13]:
            what = "hour"
        return wrong("clocks", f"the {what} differs: {said}", _CLOCK)
    same = f"{article.published.raw} / {entry.published_raw}"
    return fine("clocks", f"same {entry.published.precision}: {same}")


def _judge_headlines(article: Article, entry: Entry) -> Finding:
    name = "headlines"
    if entry.headline is None:
        return note(name, "its listing prints none")
    if entry.headline == article.headline:
        return fine(name, "its own is its listing's")
    cut = entry.headline.rstrip(".… ")
    if cut and article.headline.startswith(cut):
        return fine(name, f"its listing's is cut: {entry.headline}")
    return wrong(name, f"its listing's is another: {entry.headline}", _LOOK)


def _begin(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:89]}…"
