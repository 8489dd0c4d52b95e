"""The words printed on president.bg's pages that are not text of an article.

From the stored public copies of its pages (2018 to 2026) where a comment does not say otherwise.
"""

import re

from presidency_scraper.blocks import Block

#: Stands above the teasers of every article: "ОЩЕ ОТ НОВИНИ", "MORE FROM NEWS".
MORE_FROM = re.compile(r"^(?:още от|more from)\s+(?P<section>\S.{0,40})$", re.I)

#: First words of the footer, in the order they are printed.
_FOOTER = frozenset(
    [
        "открито управление",
        "e-документи",  # with a Latin e, as printed
        "е-документи",
        "послание за нова българия",
        "българската коледа",
        "подкрепи една мечта",
        "награда джон атанасов",
        "спортувай с президента",
        "консултативен съвет за национална сигурност",
        "полезни връзки",
        "useful links",
    ]
)

#: What buttons and links around an article are called on the web at large (none was seen on the
#: stored pages, which are text only). A block that is one of these and nothing else is no text.
_CONTROLS = frozenset(
    "сподели|споделете|споделяне|сподели във facebook|сподели в facebook|"
    "сподели в twitter|сподели с приятел|изпрати|изпрати на приятел|изпрати по имейл|"
    "изпрати по e-mail|печат|принтирай|отпечатай|разпечатай|за печат|версия за печат|"
    "копирай|копирай връзката|копирай линка|харесай|харесва ми|коментари|коментирай|"
    "абонирай се|назад|обратно|напред|нагоре|към началото|начало|затвори|предишна|"
    "следваща|предишна новина|следваща новина|виж още|виж повече|вижте още|вижте повече|"
    "прочети|прочети повече|прочетете повече|още|повече|цялата новина|подробности|галерия|"
    "снимки|всички новини|share|share this|share on facebook|share on twitter|tweet|like|"
    "print|print this page|print version|send|send to a friend|e-mail|email|copy link|"
    "comments|subscribe|back|next|previous|top|back to top|to top|home|close|more|"
    "read more|see more|view more|details|facebook|twitter|x|linkedin|viber|telegram|"
    "whatsapp|instagram|youtube|pinterest|messenger|a a a|ааа|aaa|a+ a-|a- a+|a+ a a-|pdf|"
    "rss|ч|часа|г".split("|")
)
_COUNTER = re.compile(
    r"^(?:(?:прегледи|прегледана|видяна|видяно|прочетена|посещения|посетена|снимки|видео|views|"
    r"reads|hits|visits|photos|videos)\W*\d+|\d+\s+(?:прегледа|прегледи|пъти|views|reads))\W*$"
)
_EDGES = " \t:.,;|»«›‹→←↑↓…•·*-–—/\\<>+()[]"

#: What the institution calls itself, in a banner or a title; never the headline of an article.
_INSTITUTION = frozenset(
    "президент на република българия|президентство на република българия|"
    "президент на републиката|president of the republic of bulgaria|"
    "presidency of the republic of bulgaria".split("|")
)

#: Links to these share the page; none reads on.
_SHARING = re.compile(
    r"^(?:viber|whatsapp|tg|fb-messenger|sms):|"
    r"^(?:https?:)?//(?:[\w-]+\.)*(?:facebook|twitter|x|linkedin|pinterest|instagram|youtube|"
    r"whatsapp|telegram|addthis|addtoany|tumblr|reddit|plus\.google)\.(?:com|me|org)(?:[/?:]|$)|"
    r"^(?:https?:)?//t\.me(?:[/?]|$)",
    re.I,
)


def is_sharing(href: str) -> bool:
    """Tell whether *href* mails, calls, scripts, jumps within the page or shares it."""
    bare = href.strip().lower()
    return (
        not bare
        or bare.startswith(("#", "mailto:", "javascript:", "tel:"))
        or _SHARING.match(bare) is not None
    )


def is_institution(text: str) -> bool:
    """Tell whether *text* is the name of the institution and nothing else."""
    return _bare(text) in _INSTITUTION


def is_footer(block: Block) -> bool:
    """Tell whether *block* opens or continues the footer."""
    return _bare(block.text) in _FOOTER


def is_control(text: str) -> bool:
    """Tell whether *text* is all of a button, a share link, a counter or an ornament.

    A line of three asterisks or more parts the text and belongs to it.
    """
    if text.count("*") > 2:
        return False
    bare = _bare(text)
    return not bare or bare in _CONTROLS or _COUNTER.match(bare) is not None


def _bare(text: str) -> str:
    return text.strip(_EDGES).casefold()
