"""The page, as a program reads it; how it looks is held by tests/browser."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from html.parser import HTMLParser
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cloud_resume.resume import (
    THEMES,
    Basics,
    Date,
    Interest,
    Language,
    Picture,
    Profile,
    Project,
    Publication,
    Reference,
    Resume,
    Settings,
    Skill,
    Work,
    load,
    plain,
    themed,
)
from cloud_resume.site import ASSETS, build
from cloud_resume.site._html import Edition, Links, not_found, page
from cloud_resume.site._words import HEADINGS, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Golden

ROOT = Path(__file__).parents[2]
LINKS = Links(style="assets/page.css", script="assets/page.js", picture="assets/picture.jpg", pdf="resume.pdf")
WITHOUT = LINKS._replace(picture=None, pdf=None)
LOADED = ("index.html", ".css", ".js")
HINTS = cache(get_type_hints)
VOID = {"br", "img", "link", "meta", "wbr"}


class _Reader(HTMLParser):
    """Reads HTML into a tree and fails where a tag is not closed in its turn; a `wbr` is no text and left out."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = ET.TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "wbr":
            return
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.builder.data(data)

    def handle_decl(self, decl: str) -> None:
        assert decl == "DOCTYPE html"

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")


def read(html: str) -> ET.Element:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader.builder.close()


def tree(resume: Resume, links: Links = WITHOUT) -> ET.Element:
    return read(page(resume, links))


def text(element: ET.Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def texts(root: ET.Element, path: str) -> list[str]:
    return [text(element) for element in root.findall(path)]


def meta(root: ET.Element) -> dict[str, str]:
    """Give what the head says by name or property, and the canonical URL."""
    said = {tag.get("name", tag.get("property", "")): tag.get("content", "") for tag in root.findall(".//meta")}
    said |= {tag.get("rel", ""): tag.get("href", "") for tag in root.findall(".//link[@rel='canonical']")}
    return {key: value for key, value in said.items() if key and key != "viewport"}


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in root.iter() if name in element.get("class", "").split()]


# ---- Golden files


def test_a_full_resume(full: Resume, golden: Golden) -> None:
    golden("full.html", page(full, LINKS))


@pytest.mark.parametrize("name", ["bare.yaml", "hostile.json"])
def test_a_hard_resume(name: str, golden: Golden) -> None:
    resume = load(ROOT / "tests/resumes" / name).resume
    assert resume is not None
    golden(Path(name).with_suffix(".html").name, page(resume, LINKS))


def test_no_page(full: Resume, golden: Golden) -> None:
    golden("404.html", not_found(full, LINKS))


# ---- Whatever it says, it is text


def filled(kind: Any, field: Callable[[], str]) -> Any:  # noqa: ANN401 - as many types as the model has
    """Make a value of one of the model's types, with a text wherever it takes one."""
    if kind is Date:
        return Date(2020, 2)
    if kind is str:
        return field()
    if hasattr(kind, "_fields"):
        return kind(**{name: filled(hint, field) for name, hint in HINTS(kind).items()})
    inner = next(arg for arg in get_args(kind) if arg is not type(None))
    if get_origin(kind) is tuple:
        return (filled(inner, field), filled(inner, field))
    return filled(inner, field)


def in_every_field(start: str) -> Resume:
    """Give a resume that says t001, t002 and so on, each with `start` after the t."""
    numbers = count(1)

    def field() -> str:
        return f"t{start}{next(numbers):03}"

    of_files = {"settings", "picture", "style_sheet", "translations"}
    hints = {name: hint for name, hint in HINTS(Resume).items() if name not in of_files}
    resume = Resume(**{name: filled(hint, field) for name, hint in hints.items()})
    return resume._replace(
        work=(*resume.work, resume.work[-1]._replace(position=field())),  # several roles
        settings=Settings(site_url=field(), labels=tuple((key, field()) for key in HEADINGS)),
    )


def strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, str):
        yield value
    else:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def in_one_order(root: ET.Element) -> ET.Element:
    """Set the sections by their keys, whatever columns their length has brought them into."""
    main = root.find(".//main")
    assert main is not None
    main[:] = sorted(main.iter("section"), key=lambda section: section.get("id", ""))
    return root


def leaves(root: ET.Element) -> Iterator[tuple[str, str]]:
    """Give each text and attribute in order, but those made of a text in a way of their own."""
    for element in root.iter():
        for name, value in element.items():
            if not value.startswith(("data:", "mailto:", "tel:")) and name != "d":
                yield f"{element.tag} {name}", value
        if element.get("type") == "application/ld+json":
            yield from (("json", string) for string in strings(json.loads(element.text or "")))
        else:
            yield element.tag, (element.text or "").strip()
        yield f"after {element.tag}", (element.tail or "").strip()


@cache
def leaves_of_a_page(start: str) -> list[tuple[str, str]]:
    return list(leaves(in_one_order(tree(in_every_field(start), LINKS))))


@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Z"), exclude_characters="\\`*["), max_size=8).filter(
        lambda text: "://" not in text
    )
    | st.sampled_from(("</script><script>", "<!--", "]]>", "&lt;", "'onload='x", '"><img/src=x>'))
)
def test_any_text_comes_back_as_that_text_and_nothing_else(start: str) -> None:
    for (where, expected), (there, value) in zip(leaves_of_a_page(""), leaves_of_a_page(start), strict=True):
        assert there == where
        assert value == re.sub(r"t(\d{3})", lambda match: f"t{start}{match[1]}", expected), where


PIECES = [*"ab*`[]()\\- <>&\n漢", "**", "](https://a.example)", "](javascript:a)", "\n\n", "- ", "  \n", "<b>", "&lt;"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
@example("**a *b*** `c`\\\n[d](https://a.example)\n\n- e\n\n[f](javascript:a)")
def test_a_text_is_seen_without_its_marks_and_makes_no_elements_but_theirs(summary: str) -> None:
    section = tree(Resume(basics=Basics(summary=summary))).find(".//*[@id='summary']")
    if section is None:
        assert not plain(summary)
        return
    section.remove(section[0])  # the heading
    seen = [" ".join(e.itertext()) if e.tag == "ul" else "".join(e.itertext()) for e in section]
    assert "".join("".join(seen).split()) == "".join(plain(summary).split())
    elements = {e.tag for e in section.iter()} - {"section"}
    assert elements <= {"p", "ul", "li", "strong", "em", "code", "a", "br"}
    assert {e.get("href") for e in section.iter("a")} <= {"https://a.example"}
    assert {name for element in section for e in element.iter() for name in e.attrib} <= {"class", "href"}


def test_marks_make_elements() -> None:
    highlights = ("**a *b***, `c` and [*d*](mailto:a@b.example)", "e\\\nf\n\ng\n- h")
    source = page(Resume(work=(Work(name="Mill", description="`i`", highlights=highlights),)), WITHOUT)
    for html in (
        '<li><strong>a <em>b</em></strong>, <code>c</code> and <a href="mailto:a@b.example"><em>d</em></a></li>',
        "<li>\n<p>e<br>f</p>\n<p>g</p>\n<ul>\n<li>h</li></ul></li>",
        "<p><code>i</code></p>",
    ):
        assert html in source


@pytest.mark.parametrize(
    "resume",
    [
        Resume(references=(Reference("Ann", "*Good*.\n\n- at **this**"),)),
        Resume(basics=Basics(summary="*Good*.\n\n- at **this**")),
    ],
    ids=["reference", "summary"],
)
def test_no_mark_is_left_anywhere(resume: Resume) -> None:
    assert not re.search(r"\*|- at", page(resume, WITHOUT))


@given(st.characters(exclude_categories=("Cc", "Cs", "Z")))
def test_the_favicon_shows_the_initial(initial: str) -> None:
    root = tree(Resume(basics=Basics(name=initial)))
    icon = next(link.get("href", "") for link in root.iter("link") if link.get("rel") == "icon")
    kind, svg = icon.split(",", 1)
    assert kind == "data:image/svg+xml"
    assert text(read(unquote(svg))) == initial.upper()


# ---- The document


def columns(resume: Resume) -> str:
    main = tree(resume).find(".//main")
    assert main is not None
    return ", ".join(f"{div.get('class')} {' '.join(section.get('id', '') for section in div)}" for div in main)


def test_the_sections_of_a_column_follow_one_another(full: Resume) -> None:
    assert columns(full._replace(references=(), certificates=())) == (
        "left summary work education, right projects skills languages interests, left publications awards volunteer"
    )


JOBS = (Work(name="Mill", position="Miller", highlights=("Ground corn, day and night.",) * 3),)
TALKS = (Publication(name="On Mills", publisher="Talk"),)
TOOLS = (Project(name="Sieve", description="Parts flour from bran.", highlights=("It is fine.",) * 3),)
SKILLS = (Skill(name="Stones", keywords=("Granite",)),)


@pytest.mark.parametrize(
    ("resume", "expected"),
    [
        (Resume(work=JOBS, projects=TOOLS, skills=SKILLS), "left work, right projects skills"),
        (Resume(work=JOBS, projects=TOOLS, skills=SKILLS * 6), "left work projects, right skills"),
        (Resume(work=JOBS * 4, projects=TOOLS, skills=SKILLS), "left work, right projects skills"),
        (Resume(work=JOBS * 4, skills=SKILLS, publications=TALKS * 3), "left work, right skills publications"),
        (Resume(work=JOBS, skills=SKILLS, publications=TALKS * 9), "left work, right skills, left publications"),
        (Resume(work=JOBS, skills=SKILLS, publications=TALKS * 20), "left work, right skills, both publications"),
        (Resume(publications=TALKS * 20), "left publications"),
    ],
)
def test_a_section_that_may_stand_in_either_column_goes_where_there_is_room(resume: Resume, expected: str) -> None:
    assert columns(resume) == expected


def test_every_section_has_its_column(full: Resume) -> None:
    assert {section.get("id") for section in tree(full).iter("section")} == set(HEADINGS)


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ("education work skills interests", "left education work, right skills interests"),
        ("publications skills work interests", "left publications, right skills interests, left work"),
        ("interests education skills work", "right interests, left education work, right skills"),
        ("skills interests", "right skills interests"),
        ("work summary", "left work summary"),
    ],
)
def test_settings_order_the_sections_of_a_column(full: Resume, sections: str, expected: str) -> None:
    assert columns(full._replace(settings=Settings(sections=tuple(sections.split())))) == expected


@given(st.permutations(list(HEADINGS)).flatmap(lambda keys: st.integers(1, len(keys)).map(lambda n: keys[:n])))
def test_each_column_and_the_start_of_the_page_follow_the_settings(keys: list[str]) -> None:
    main = tree(in_every_field("")._replace(settings=Settings(sections=tuple(keys)))).find(".//main")
    assert main is not None
    shown = [(div.get("class"), e.get("id", "")) for div in main for e in div]
    assert sorted(key for _, key in shown) == sorted(keys)
    for side in ("left", "right"):
        column = [key for there, key in shown if there == side]
        assert column == sorted(column, key=keys.index)
    assert shown[0][1] == keys[0]


def test_headings_go_down_by_one(sample: Resume) -> None:
    levels = [int(e.tag[1]) for e in tree(sample).iter() if e.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_nothing_comes_from_elsewhere_and_nothing_is_inline(sample: Resume) -> None:
    root = tree(sample, LINKS)
    assert [e.get("src") for e in root.iter() if e.get("src")] == ["assets/page.js", "assets/picture.jpg"]
    assert [link.get("href", "")[:15] for link in root.iter("link")] == ["data:image/svg+", "assets/page.css"]
    assert [e.get("type") for e in root.iter("script") if "src" not in e.attrib] == ["application/ld+json"]
    assert not list(root.iter("style"))
    assert not [name for e in root.iter() for name, _ in e.items() if name == "style" or name.startswith("on")]


def test_a_name_is_enough() -> None:
    root = tree(Resume(basics=Basics(name="Ada")))
    assert text(root.find(".//body")) == "Ada"
    assert texts(root, ".//title") == ["Ada"]
    assert not [e.tag for e in root.iter() if e.tag in {"a", "article", "h2", "img", "li", "section", "ul"}]


@pytest.mark.parametrize(
    ("basics", "title"), [(Basics(), "Resume"), (Basics(label="Analyst"), "Analyst")], ids=["nothing", "a label"]
)
def test_a_name_may_be_missing(basics: Basics, title: str) -> None:
    root = tree(Resume(basics=basics))
    assert texts(root, ".//title") == [title]
    assert text(root.find(".//body")) == title
    assert texts(root, ".//h1") == [title]


@pytest.mark.parametrize(
    ("lang", "direction"), [("en", None), ("de-AT", None), ("ar", "rtl"), ("HE-IL", "rtl"), ("arn", None)]
)
def test_the_language_gives_the_direction(lang: str, direction: str | None) -> None:
    root = tree(Resume(settings=Settings(lang=lang)))
    assert (root.get("lang"), root.get("dir")) == (lang, direction)


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("Analyst", "Ada Byron – Analyst"),
        ("Analyst of Engines and of much else besides them, in London", "Ada Byron"),
    ],
)
def test_a_title_has_room_for_the_role_or_has_not(label: str, title: str) -> None:
    assert texts(tree(Resume(basics=Basics(name="Ada Byron", label=label))), ".//title") == [title]


def test_a_long_name_ends_after_a_word() -> None:
    (title,) = texts(tree(Resume(basics=Basics(name="Ada " * 20))), ".//title")
    assert title == "Ada " * 14 + "Ada…"


def test_a_long_word_ends_somewhere() -> None:
    (title,) = texts(tree(Resume(basics=Basics(name="A" * 99))), ".//title")
    assert title == "A" * 59 + "…"


def test_the_description_is_the_start_of_the_summary() -> None:
    basics = Basics(label="Analyst", summary="I write\nprograms. " + "Most of them work " * 10)
    description = meta(tree(Resume(basics=basics)))["description"]
    assert description == "I write programs. " + "Most of them work " * 7 + "Most of…"
    assert len(description) <= 155


def test_the_description_may_be_the_label() -> None:
    assert meta(tree(Resume(basics=Basics(label="Analyst")))) == {"description": "Analyst"}


def test_without_an_address_nothing_is_said_of_it() -> None:
    assert meta(tree(Resume())) == {}


SHARED = LINKS._replace(root="https://example.com/", preview="assets/preview.png")


def test_an_address_makes_a_page_to_share(full: Resume) -> None:
    root = tree(full, SHARED)
    assert meta(root) == {
        "description": "I write programs for machines that do not exist yet. The notes are longer than the paper.",
        "canonical": "https://example.com/",
        "og:type": "profile",
        "og:url": "https://example.com/",
        "og:title": "Ada Byron – Analyst of Engines",
        "og:description": "I write programs for machines that do not exist yet. The notes are longer than the paper.",
        "og:image": "https://example.com/assets/preview.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Ada Byron – Analyst of Engines",
        "twitter:card": "summary_large_image",
    }
    data = json.loads(text(root.find(".//script[@type]")))
    assert data["url"] == "https://example.com/"
    assert data["image"] == "https://example.com/assets/picture.jpg"


def test_a_page_to_share_may_have_no_description() -> None:
    assert "og:description" not in meta(tree(Resume(), SHARED))


def test_the_icon_has_the_accent_of_the_theme(full: Resume) -> None:
    icon = tree(full, LINKS._replace(accent="#c8102e")).find(".//link[@rel='icon']")
    assert icon is not None
    assert "fill='#c8102e'" in unquote(icon.get("href", ""))


def test_a_page_may_ask_not_to_be_listed() -> None:
    assert meta(tree(Resume(settings=Settings(noindex=True)))) == {"robots": "noindex"}


# ---- The header


def test_contacts_are_links_where_they_lead_somewhere(full: Resume) -> None:
    (card,) = of_class(tree(full), "p-contact")
    links = {text(a): (a.get("href"), a.get("rel")) for a in card.iter("a")}
    assert links == {
        "ada@example.com": ("mailto:ada@example.com", None),
        "+44 117 496 0142": ("tel:+441174960142", None),
        "example.com/ada": ("https://www.example.com/ada/", "me"),
        "github.com/adabyron": ("https://github.com/adabyron", "me"),
    }
    assert [text(item) for item in card.iter("li")] == [
        *list(links),
        "Mastodon: countess",
        "14 Example Row, Bristol, Avon BS0 0AA, United Kingdom",
    ]
    assert all(item[0].tag == "svg" for item in card.iter("li"))


def test_a_phone_number_does_not_break(full: Resume) -> None:
    (phone,) = of_class(tree(full), "p-tel")
    assert "".join(phone.itertext()) == "+44\xa0117\xa0496\xa00142"


def test_a_long_url_breaks_after_a_slash() -> None:
    profile = Profile("Code", "ada", "https://example.com/code/ada")
    assert "example.com/<wbr>code/<wbr>ada" in page(Resume(basics=Basics(profiles=(profile,))), WITHOUT)


@pytest.mark.parametrize(("name", "file"), [("Ada Byron", "Ada-Byron-Resume.pdf"), (None, "Resume.pdf")])
def test_the_pdf_is_saved_under_the_name(name: str | None, file: str) -> None:
    (link,) = tree(Resume(basics=Basics(name=name)), WITHOUT._replace(pdf="resume.pdf")).iter("a")
    assert (link.get("href"), link.get("download")) == ("resume.pdf", file)


def test_a_picture_is_described_by_the_name(full: Resume) -> None:
    resume = full._replace(picture=Picture(b"", "image/jpeg"))
    (image,) = tree(resume, LINKS).iter("img")
    assert (image.get("src"), image.get("alt")) == ("assets/picture.jpg", "Ada Byron")
    assert image.get("width")
    assert image.get("height")


# ---- The sections


@pytest.mark.parametrize(("label", "seen"), [("Summary", False), ("Who I am", True)])
def test_the_introduction_has_a_heading_to_see_if_it_is_a_chosen_one(label: str, seen: bool) -> None:
    settings = Settings(labels=(("summary", label), ("work", "Summary")))
    root = tree(Resume(basics=Basics(summary="Hello."), work=(Work(name="Mill"),), settings=settings))
    introduction, work = root.iter("h2")
    assert text(introduction) == label
    assert (introduction.get("class") is None) is seen
    assert work.get("class") is None


def test_an_introduction_has_paragraphs() -> None:
    root = tree(Resume(basics=Basics(summary="One\nline.\n\nAnother.")))
    assert texts(root, ".//*[@id='summary']/p") == ["One line.", "Another."]


def test_a_job_is_an_event_of_the_resume(full: Resume) -> None:
    job = of_class(tree(full), "p-experience")[2]
    assert job.get("class") == "p-experience h-event h-card"
    assert {name: [text(e) for e in of_class(job, name)] for name in ("p-name", "p-org", "dt-start", "dt-end")} == {
        "p-name": ["Card Puncher"],
        "p-org": ["Silk Mill"],
        "dt-start": ["2 Jan 1838"],
        "dt-end": ["4 Mar 1839"],
    }


def test_what_is_no_event_says_nothing_of_the_resume_itself(full: Resume) -> None:
    root = tree(full)
    outside = [
        e.get("class")
        for key in ("projects", "certificates", "publications", "awards", "languages", "interests", "references")
        for e in root.findall(f".//*[@id='{key}']//*[@class]")
        if e.get("class", "")[:2] in {"p-", "u-", "dt", "e-", "h-"}
    ]
    assert outside == []


def test_an_employer_with_several_roles_stands_above_them(full: Resume) -> None:
    employer = tree(full).find(".//*[@id='work']/article")
    assert employer is not None
    assert employer.get("class") is None
    assert texts(employer, "header") == ["Difference Works 1840 – Present London · Makers of engines"]
    assert texts(employer, "header/h3[@class='employer']/a") == ["Difference Works"]
    assert texts(employer, "article/header") == ["Chief Analyst Oct 1842 – Present", "Translator 1840 – Oct 1842"]
    assert texts(employer, "article/header/h4") == ["Chief Analyst", "Translator"]
    assert [e.get("value") for e in employer.iter("data")] == ["Difference Works"] * 2


@pytest.mark.parametrize(
    ("resume", "link"),
    [
        (Resume(work=(Work(name="Mill", position="Clerk", url="https://example.com"),)), "Mill"),
        (Resume(work=(Work(position="Clerk", url="https://example.com"),)), "Clerk"),
        (Resume(work=(Work(url="https://example.com"),)), "example.com"),
        (Resume(projects=(Project(name="Wings", entity="Mill", url="https://example.com"),)), "Wings"),
        (Resume(projects=(Project(entity="Mill", url="https://example.com"),)), "example.com"),
    ],
    ids=["employer", "position", "job", "project", "nameless project"],
)
def test_a_url_is_a_link_of_what_it_belongs_to(resume: Resume, link: str) -> None:
    assert [(text(a), a.get("href")) for a in tree(resume).iter("a")] == [(link, "https://example.com")]


@pytest.mark.parametrize(
    ("work", "header"),
    [
        (Work(name="Mill", position="Clerk", location="Bath", description="Silk"), "Clerk Mill, Bath · Silk"),
        (Work(name="Mill", location="Bath"), "Mill Bath"),
        (Work(position="Clerk", description="Silk"), "Clerk Silk"),
        (Work(highlights=("Wove.",)), ""),
    ],
)
def test_an_entry_says_what_is_known_of_it(work: Work, header: str) -> None:
    entry = tree(Resume(work=(work,))).find(".//article")
    assert entry is not None
    assert texts(entry, "header") == [header]
    assert all(text(e) for e in entry.iter() if e.tag in {"h3", "p", "ul"})


@pytest.mark.parametrize(
    ("start", "end", "dates", "machine"),
    [
        (Date(2020, 1), None, "Jan 2020 – Present", ["2020-01"]),
        (Date(2019), Date(2020, 2, 3), "2019 – 3 Feb 2020", ["2019", "2020-02-03"]),
        (Date(2020, 1), Date(2020, 1), "Jan 2020", ["2020-01"]),
        (None, Date(2020), "2020", ["2020"]),
    ],
)
def test_dates_are_for_people_and_for_programs(
    start: Date | None, end: Date | None, dates: str, machine: list[str]
) -> None:
    root = tree(Resume(work=(Work(name="Mill", start_date=start, end_date=end),)))
    assert [text(e) for e in of_class(root, "dates")] == [dates]
    assert [e.get("datetime") for e in root.iter("time")] == machine


def test_terms_are_a_list_of_definitions() -> None:
    skills = (Skill("Cards", "Expert", ("Jacquard", "Loops")), Skill("Tea"), Skill(keywords=("Sums",)))
    root = tree(Resume(skills=skills, languages=(Language("French", "Fluent"),)))
    assert texts(root, ".//dt") == ["Cards Expert", "Tea", "", "French"]
    assert texts(root, ".//dd") == ["Jacquard, Loops", "", "Sums", "Fluent"]
    assert texts(root, ".//dt/span") == ["Expert"]
    assert len(of_class(root, "p-skill")) == 3


def test_bare_terms_are_a_line_of_text() -> None:
    root = tree(Resume(skills=(Skill("Tea"), Skill("Cards")), interests=(Interest("Riding"), Interest("Song"))))
    assert texts(root, ".//section/p") == ["Tea, Cards", "Riding, Song"]
    assert [text(e) for e in of_class(root, "p-skill")] == ["Tea", "Cards"]
    assert root.find(".//dl") is None


def test_a_reference_is_quoted() -> None:
    root = tree(Resume(references=(Reference("Charles Example", "She is good."),)))
    assert texts(root, ".//blockquote") == ["She is good."]


# ---- The page for what is not there


def test_no_page_finds_its_style_from_any_depth(full: Resume) -> None:
    root = read(not_found(full, LINKS))
    assert [e.get("href") for e in root.iter("link") if e.get("rel") == "stylesheet"] == ["/assets/page.css"]
    assert [e.get("href") for e in root.iter("a")] == ["/"]
    assert not list(root.iter("script"))
    assert meta(root) == {"robots": "noindex"}


# ---- Languages


@pytest.mark.parametrize("lang", ["de-CH", "ar", "ja"])
def test_a_page_says_nothing_in_english_that_is_not_the_resume_s(full: Resume, lang: str) -> None:
    resume = full._replace(settings=Settings(lang=lang))
    own = words(lang)
    root = tree(resume, LINKS)
    assert root.get("lang") == lang
    assert {text(heading) for heading in root.iter("h2")} == set(own.headings.values())
    assert text(of_class(root, "download")[0]) == own.download
    (pdf,) = [a.get("download") for a in root.iter("a") if a.get("download")]
    assert pdf == f"Ada-Byron-{'-'.join(own.resume.split())}.pdf"
    assert own.country("GB") in text(of_class(root, "p-adr")[0])
    assert own.present in text(of_class(root, "dates")[0])
    (visitors,) = root.findall(".//*[@id='visitors']")
    assert visitors.attrib == {"id": "visitors", **{f"data-{name}": form for name, form in own.visitors.items()}}
    assert [text(root) for root in of_class(root, "keywords")] == [
        own.comma.join(["Algebra", "Finite Differences"]),
        own.comma.join(["Steam", "Paper"]),
    ]
    missing = read(not_found(resume, LINKS))
    assert text(missing.find("body")) == f"{own.not_found} {own.nothing_here} {own.home}"
    assert missing.get("lang") == lang


def test_english_words_in_a_page_of_another_language_are_said_to_be_english(full: Resume) -> None:
    resume = full._replace(settings=Settings(lang="sv", labels=(("work", "Erfarenhet"),)))
    root = tree(resume, LINKS)
    said = {text(e) for e in root.iter() if e.get("lang") == "en"}
    dates = [text(e) for e in of_class(root, "dates")]
    assert said == {*HEADINGS.values(), "Download PDF", "", *dates} - {"Work Experience"}  # "" for the visitors
    assert "Oct 1842 – Present" in dates
    missing = read(not_found(resume, LINKS))
    assert (missing.get("lang"), [e.get("lang") for e in missing.iter("body")]) == ("sv", ["en"])


def test_words_in_the_page_s_own_language_are_not_said_to_be_in_another(full: Resume) -> None:
    for lang in ("en", "en-GB", "zh-Hant", "de-AT"):
        root = tree(full._replace(settings=Settings(lang=lang)), LINKS)
        assert [e.get("lang") for e in root.iter() if e.get("lang")] == [lang]


def test_a_name_that_is_missing_is_what_the_language_calls_a_resume() -> None:
    root = tree(Resume(settings=Settings(lang="pl")))
    assert (texts(root, ".//title"), texts(root, ".//h1")) == (["CV"], ["CV"])


@pytest.mark.parametrize(("label", "seen"), [("Profil", False), ("Summary", True)])
def test_the_introduction_s_own_heading_is_that_of_the_language(label: str, seen: bool) -> None:
    settings = Settings(lang="de", labels=(("summary", label),))
    (heading,) = tree(Resume(basics=Basics(summary="Hallo."), settings=settings)).iter("h2")
    assert (heading.get("class") is None) is seen


EDITIONS = (Edition("en", "English", ""), Edition("de", "Deutsch", "de/"), Edition("ar", "العربية", "ar/"))


@pytest.mark.parametrize(
    ("folder", "lang", "links"),
    [
        ("", "en", {"Deutsch": "de/index.html", "العربية": "ar/index.html"}),
        ("de/", "de", {"English": "../index.html", "العربية": "../ar/index.html"}),
    ],
)
def test_the_other_languages_are_links_in_their_own_words(folder: str, lang: str, links: dict[str, str]) -> None:
    resume = Resume(basics=Basics(name="Ada"), settings=Settings(lang=lang))
    root = tree(resume, LINKS._replace(folder=folder, editions=EDITIONS))
    (nav,) = root.iter("nav")
    assert nav.get("aria-label") == words(lang).switch
    assert {text(a): a.get("href") for a in nav} == links
    for a in nav:
        assert a.get("rel") == "alternate"
        assert a.get("lang") == a.get("hreflang") == next(e.lang for e in EDITIONS if e.name == text(a))
    loaded = [e.get("href") or e.get("src") for e in root.iter() if e.tag in {"link", "script", "img"}]
    up = "../" if folder else ""
    assert [url for url in loaded if url and not url.startswith("data:")] == [
        up + path for path in ("assets/page.css", "assets/page.js", "assets/picture.jpg")
    ]


def test_a_language_alone_has_no_switch_and_no_alternates(full: Resume) -> None:
    source = page(full, LINKS._replace(root="https://example.com/", preview="assets/preview.png"))
    assert "<nav" not in source
    assert "hreflang" not in source


@pytest.mark.parametrize("folder", ["", "de/"])
def test_where_the_address_is_known_search_engines_are_told_of_each_language(folder: str) -> None:
    site = "https://ada.example.com/"
    links = LINKS._replace(root=site, preview="assets/preview.png", folder=folder, editions=EDITIONS)
    root = tree(Resume(basics=Basics(name="Ada")), links)
    assert meta(root)["canonical"] == meta(root)["og:url"] == site + folder
    alternates = [(link.get("hreflang"), link.get("href")) for link in root.findall("head/link[@rel='alternate']")]
    assert alternates == [
        ("en", site),
        ("de", f"{site}de/"),
        ("ar", f"{site}ar/"),
        ("x-default", site),
    ]


# ---- What is loaded


@pytest.mark.parametrize("theme", THEMES)
def test_the_page_of_the_standards_sample_is_small(theme: str) -> None:
    resume = load(ROOT / "node_modules/@jsonresume/schema/sample.resume.json").resume
    assert resume is not None
    site = build(themed(resume, theme), pdf=False)
    files = {path.rpartition(".")[2]: content for path, content in site.items() if path.endswith(LOADED)}
    sizes = {kind: len(gzip.compress(content)) for kind, content in files.items()}
    assert sizes.keys() == {"html", "css", "js"}
    assert sizes["html"] < 3_700
    assert sum(sizes.values()) < 13_000


def test_no_style_loads_anything() -> None:
    styles = [ASSETS / "page.css", *(ASSETS / "themes").iterdir()]
    assert len(styles) == len(THEMES)
    for style in styles:
        assert not re.search(r"url\(|@import|@font-face|image-set\(", style.read_text())
