"""What a page is to a reader, told by small pieces of HTML."""

import pytest

from presidency_scraper.sites.html.blocks import Block, Blocks, rejoin_lines
from presidency_scraper.sites.html.traverse import read_blocks
from presidency_scraper.sites.html.tree import parse_html


def texts(html: str) -> list[str]:
    return [block.text for block in read_blocks(parse_html(html)).blocks]


def only(html: str) -> Block:
    (block,) = read_blocks(parse_html(html)).blocks
    return block


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>b</p>",
        "<P HIDDEN>b</P>",
        "<p aria-hidden=true>→</p>",
        "<p><i aria-hidden=true>arrow_forward</i></p>",
        "<p style='display:none'>b</p>",
        "<p STYLE = 'DISPLAY : NONE'>b</p>",
        "<p style\n=\n'visibility: hidden'>b</p>",
        "<a href=x hidden>b</a>",
        "<p sty\x00le=display:none>b</p>",
    ],
)
def test_what_an_attribute_hides_is_not_read(hidden: str) -> None:
    assert texts(f"<p>a</p>{hidden}<p>c</p>") == ["a", "c"]


@pytest.mark.parametrize("tag", ["p", "div", "span", "time"])
def test_what_screen_readers_alone_do_not_see_is_read(tag: str) -> None:
    assert texts(f"<p>a</p><{tag} aria-hidden=true>b</{tag}><p>c</p>") == ["a", "b", "c"]


@pytest.mark.parametrize("attribute", ["style='display:inline'", "STYLE\t=\tDISPLAY:INLINE"])
def test_a_style_may_keep_an_element_in_its_line(attribute: str) -> None:
    assert texts(f"<p>a</p><div>b <div {attribute}>c</div> d</div>") == ["a", "b c d"]


def test_two_links_to_one_address_side_by_side_are_two() -> None:
    block = only('<p><a href="/x">a</a><a href="/x">b</a></p>')
    assert [(link.text, link.href) for link in block.links] == [("a", "/x"), ("b", "/x")]


def test_a_link_without_a_letter_is_bare_wherever_its_line_ends() -> None:
    page = read_blocks(parse_html("<p>a <a href=x><img src=i><br></a></p><p><a href=y>b</a></p>"))
    assert [(link.at, link.href) for link in page.bare_links] == [(0, "x")]


@pytest.mark.parametrize(
    ("html", "tag"),
    [
        ("<div><p><b>a</b></p></div>", "b"),
        ("<div><p><b>a</b> </p></div>", "b"),
        ("<div><p><b>a</b> c</p></div>", "p"),
        ("<div><p>a <b><i>c</i></b></p></div>", "p"),
        ("<div><p><u><b>a</b> <i><s>c</s></i></u></p></div>", "u"),
        ("<div><b><i>a</i></b> <b><i>c</i></b><br></div>", "div"),
    ],
)
def test_a_block_stands_in_the_innermost_element_around_its_line(html: str, tag: str) -> None:
    assert only(html).node.tag == tag


def test_elements_know_which_blocks_stand_in_them() -> None:
    page = read_blocks(parse_html("<ul><li>a</li><li><b>b</b><br>c</li></ul><p></p><p>d</p>"))
    assert [(block.node.tag, block.node.first, block.node.end) for block in page.blocks] == [
        ("li", 0, 1),
        ("b", 1, 2),
        ("li", 1, 3),
        ("p", 3, 4),
    ]
    around = page.blocks[0].node.parent
    assert around is not None
    assert (around.tag, around.first, around.end, around.depth) == ("ul", 0, 3, 2)


def test_a_comment_parts_no_word_and_is_none() -> None:
    assert texts("<p>a<!-- x > y -->b<?pi c?>d</p>") == ["abd"]


@pytest.mark.parametrize("blank", ["\u00ad", "\u200b \u200b", "&amp;nbsp;", "\u00a0", "\u2060\n"])
def test_what_is_not_seen_makes_no_block(blank: str) -> None:
    assert texts(f"<p>a</p><p>{blank}</p><p>b</p>") == ["a", "b"]


def test_a_text_that_was_shortened_still_links_where_it_did() -> None:
    block = only('<p>a <a href="/x">More</a></p>').with_text("a")
    assert (block.text, block.words.plain, [link.href for link in block.links]) == (
        "a",
        "a",
        ["/x"],
    )
    assert not block.linked


def test_lines_put_together_again_say_what_their_pieces_said() -> None:
    page = read_blocks(
        parse_html('<p><b>On</b> <a href="/x">16 октомври 2025 | 11:11</a> at noon.</p>')
    )
    assert [block.date for block in page.blocks] == [None, "printed", None]
    (block,) = rejoin_lines(page.blocks, frozenset([page.blocks[0].line]))
    assert block.text == "On 16 октомври 2025 | 11:11 at noon."
    assert (block.date, block.linked, block.bold, block.hrefs) == (None, False, True, ("/x",))


def nested(depth: int, inside: str) -> Blocks:
    return read_blocks(parse_html("<p>" + "<i>" * depth + inside + "</i>" * depth))


def test_a_long_line_of_many_elements_nested_deep_is_one_block() -> None:
    page = nested(1500, "<b><u>a</u></b> <s>b</s> " * 3000)
    assert [block.text.count("a") for block in page.blocks] == [3000]
    assert page.blocks[0].node.tag == "i"


def test_of_elements_asked_for_by_name_those_are_told_that_a_reader_sees() -> None:
    page = parse_html('<div style="display:none"><p>a</p></div><p hidden>b</p><p>c</p>')
    found = read_blocks(page, {"paragraph": page.css("p"), "table": page.css("table")})
    assert [node.first for node in found.selected["paragraph"]] == [0]
    assert found.selected["table"] == []
