"""HTML from nested calls."""

import pytest

from cloud_resume.site._markup import Html, escape, h, h_if, join


def test_text_is_escaped_and_markup_is_not() -> None:
    assert escape("""<a href="x">&'</a>""") == "&lt;a href=&quot;x&quot;&gt;&amp;'&lt;/a&gt;"
    assert h("span", "<", h("bdi", "&")) == "<span>&lt;<bdi>&amp;</bdi></span>"
    assert h("span", title='"<') == '<span title="&quot;&lt;"></span>'


def test_markup_in_an_f_string_is_text_again() -> None:
    assert h("span", f"{h('bdi')}!") == "<span>&lt;bdi&gt;&lt;/bdi&gt;!</span>"


def test_names_of_attributes_lose_their_underscores() -> None:
    assert h("span", class_="a", data_one="b") == '<span class="a" data-one="b"></span>'


def test_an_attribute_may_be_empty_or_left_out() -> None:
    assert h("span", defer="", title=None) == "<span defer></span>"
    assert h("p", class_="", data_one="") == "\n<p class data-one></p>"


@pytest.mark.parametrize("tag", ["br", "img", "link", "meta"])
def test_void_elements_have_no_end(tag: str) -> None:
    assert h(tag).strip() == f"<{tag}>"


def test_a_block_starts_a_line() -> None:
    assert h("p", h("span")) == "\n<p><span></span></p>"


def test_what_is_empty_joins_nothing() -> None:
    assert join("a", None, "", Html("<br>"), by=" & ") == "a &amp; <br>"
    assert h("span", None, "") == "<span></span>"


def test_an_element_around_nothing_is_none() -> None:
    assert h_if("span", None, "", title="there") is None
    assert h_if("span", "x", title="there") == '<span title="there">x</span>'
