"""What a resume says, in the order it is read."""

import pytest

from cloud_resume.resume import Basics, BulletList, Date, Element, Paragraph, Project, Resume, Settings, Skill, Work
from cloud_resume.site._outline import Dates, Entry, apart, outline, role
from cloud_resume.site._words import HEADINGS


def items(*texts: str) -> BulletList:
    return BulletList(tuple((Paragraph((text,)),) for text in texts))


def _entries(resume: Resume, key: str) -> tuple[Entry, ...]:
    return next(section.entries for section in outline(resume) if section.key == key)


def test_sections_stand_in_reading_order(full: Resume) -> None:
    assert [section.key for section in outline(full)] == list(HEADINGS)
    assert [section.heading for section in outline(full)] == list(HEADINGS.values())


def test_nothing_to_show_is_no_section() -> None:
    assert outline(Resume()) == ()
    assert [section.key for section in outline(Resume(skills=(Skill("Analysis"),)))] == ["skills"]


def test_settings_choose_and_order_the_sections(full: Resume) -> None:
    resume = full._replace(settings=Settings(sections=("skills", "work")))
    assert [section.key for section in outline(resume)] == ["skills", "work"]


def test_a_label_replaces_a_heading(full: Resume) -> None:
    resume = full._replace(settings=Settings(labels=(("work", "Posts"),)))
    headings = {section.key: section.heading for section in outline(resume)}
    assert headings == {**HEADINGS, "work": "Posts"}


def test_signs_stay_with_their_latin_word_among_words_from_the_right() -> None:
    highlight = "ב-C++, **C#** ב-.NET, `c++` ב-[2+3](https://example.com/c++). 5+ שנים"
    skill = Skill(name="C++", keywords=("A+", "A1+", "C++17", "Node.js", ".NET"))
    resume = Resume(
        basics=Basics(label="מפתח C++"),
        work=(Work(name="C#", location="F#", highlights=(highlight,)),),
        skills=(skill,),
    )
    signed = resume._replace(settings=Settings(lang="he"))
    (work,), (skills,) = _entries(signed, "work"), _entries(signed, "skills")
    assert role(signed) == "מפתח C++\u200e"
    assert (work.organization, work.place) == ("C#\u200e", "F#\u200e")
    assert work.body == (
        BulletList(
            (
                (
                    Paragraph(
                        (
                            "ב-C++\u200e, ",
                            Element("strong", ("C#\u200e",)),
                            " ב-\u200e.NET, ",
                            Element("code", ("c++",)),
                            " ב-",
                            Element("a", ("2+3",), "https://example.com/c++"),
                            ". 5+ שנים",
                        )
                    ),
                ),
            )
        ),
    )
    assert skills.title == "C++\u200e"
    assert skills.keywords == ("A+\u200e", "A1+\u200e", "C++17", "Node.js", "\u200e.NET")
    assert role(resume) == "מפתח C++"
    assert "\u200e" not in str(outline(resume))


@pytest.mark.parametrize(
    ("text", "sided"),
    [
        ("Example Ltd.", "Example Ltd.\u200e"),
        ("Yahoo!", "Yahoo!\u200e"),
        ("«Été»", "\u200e«Été»\u200e"),
        (".NET", "\u200e.NET"),
        ("Example", "Example"),
        ("98.5%", "98.5%"),
        ("ב-Yahoo!", "ב-Yahoo!"),
    ],
)
def test_signs_stay_at_the_ends_of_a_field_without_words_from_the_right(text: str, sided: str) -> None:
    resume = Resume(
        basics=Basics(label=text, summary=f"ב **{text}** ב"),
        work=(Work(name=text, position=text, location=text, description=text),),
        skills=(Skill(keywords=(text,)),),
        settings=Settings(lang="he"),
    )
    (work,), (skills,), (summary,) = (_entries(resume, key) for key in ("work", "skills", "summary"))
    assert {role(resume), work.organization, work.title, work.place, *work.note, *skills.keywords} == {sided}
    assert summary.body == (Paragraph(("ב ", Element("strong", (sided,)), " ב")),)
    assert role(resume._replace(settings=Settings(lang="en"))) == text


@pytest.mark.parametrize(
    ("key", "entry"),
    [
        (
            "summary",
            Entry(
                body=(
                    Paragraph(("I write programs for machines that do not exist yet.",)),
                    Paragraph(("The notes are longer than the paper.",)),
                )
            ),
        ),
        (
            "volunteer",
            Entry(
                title="Teacher",
                organization="Village School",
                url="https://example.org/school",
                dates=Dates(Date(1836), Date(1837)),
                body=(
                    Paragraph(("Sums on Sundays.",)),
                    items("Nobody stayed away."),
                ),
            ),
        ),
        (
            "education",
            Entry(
                title="Tuition, Mathematics",
                organization="Somerville's Circle",
                url="https://example.org/circle",
                dates=Dates(Date(1832), Date(1835)),
                note=("With praise",),
                keywords=("Algebra", "Finite Differences"),
            ),
        ),
        (
            "projects",
            Entry(
                title="Flyology",
                organization="Nursery",
                url="https://example.com/flyology",
                dates=Dates(Date(1828), Date(1829)),
                note=("Inventor, Draughtswoman, apparatus",),
                body=(
                    Paragraph(("Wings from first principles.",)),
                    items("Measured a bird."),
                ),
                keywords=("Steam", "Paper"),
            ),
        ),
        ("skills", Entry(title="Analysis", note=("Expert",), keywords=("Bernoulli numbers", "Loops"))),
        (
            "certificates",
            Entry(
                title="Certified Puncher",
                organization="Board of Cards",
                url="https://example.org/cert",
                dates=Dates(Date(1838, 5), None),
            ),
        ),
        (
            "publications",
            Entry(
                title="Notes on the Engine",
                organization="Taylor's Memoirs",
                url="https://example.org/notes",
                dates=Dates(Date(1843, 8), None),
                body=(Paragraph(("Seven notes, A to G.",)),),
            ),
        ),
        (
            "awards",
            Entry(
                title="Medal of the Mill",
                organization="Weavers' Guild",
                dates=Dates(Date(1839, 6), None),
                body=(Paragraph(("For a pattern without a fault.",)),),
            ),
        ),
        ("languages", Entry(title="English", note=("Native",))),
        ("interests", Entry(title="Riding")),
        (
            "references",
            Entry(
                title="Charles Example",
                body=(Paragraph(("She has thrown her spell around the most abstract of sciences.",)),),
            ),
        ),
    ],
)
def test_each_kind_of_entry_becomes_one_shape(full: Resume, key: str, entry: Entry) -> None:
    assert _entries(full, key)[0] == entry


def test_neighbours_of_one_name_are_one_employer(full: Resume) -> None:
    employer, mill = _entries(full, "work")
    assert employer == Entry(
        organization="Difference Works",
        url="https://example.com/difference",
        place="London",
        note=("Makers of engines",),
        dates=Dates(Date(1840), None, open=True),
        roles=(
            Entry(
                title="Chief Analyst",
                organization="Difference Works",
                dates=Dates(Date(1842, 10), None, open=True),
                body=(
                    Paragraph(("All that concerns the cards.",)),
                    items("Wrote the first program.", "Found the first error in one."),
                ),
            ),
            Entry(
                title="Translator",
                organization="Difference Works",
                dates=Dates(Date(1840), Date(1842, 10)),
                body=(items("Translated Menabrea."),),
            ),
        ),
    )
    assert mill == Entry(
        title="Card Puncher", organization="Silk Mill", dates=Dates(Date(1838, 1, 2), Date(1839, 3, 4))
    )


def test_what_roles_do_not_share_stays_with_each() -> None:
    works = (
        Work(name="Mill", position="B", location="London", url="https://example.com/b", end_date=Date(1840, 2)),
        Work(name="Mill", position="A", location="Bath", end_date=Date(1839)),
    )
    (employer,) = _entries(Resume(work=works), "work")
    assert employer.place is None
    assert employer.url == "https://example.com/b"
    assert employer.dates == Dates(None, Date(1840, 2))
    assert [(role.place, role.url) for role in employer.roles] == [("London", None), ("Bath", None)]


def test_the_same_name_later_on_is_another_stay() -> None:
    names = ("Mill", "Inn", "Mill")
    entries = _entries(Resume(work=tuple(Work(name=name) for name in names)), "work")
    assert [entry.organization for entry in entries] == list(names)


def test_work_without_a_name_is_nobodys_second_role() -> None:
    entries = _entries(Resume(work=(Work(position="A"), Work(position="B"))), "work")
    assert [entry.title for entry in entries] == ["A", "B"]


def test_roles_without_dates_give_none() -> None:
    (employer,) = _entries(Resume(work=(Work(name="Mill", position="A"), Work(name="Mill", position="B"))), "work")
    assert employer.dates is None


def test_each_role_names_its_employer_when_set_apart(full: Resume) -> None:
    chief, translator, mill = apart(_entries(full, "work"))
    assert [entry.title for entry in (chief, translator, mill)] == ["Chief Analyst", "Translator", "Card Puncher"]
    assert [entry.organization for entry in (chief, translator)] == ["Difference Works"] * 2
    assert [entry.place for entry in (chief, translator)] == ["London"] * 2
    assert (chief.url, chief.note) == ("https://example.com/difference", ("Makers of engines",))
    assert (translator.url, translator.note) == (None, ())
    assert all(not entry.roles for entry in (chief, translator, mill))


@pytest.mark.parametrize(
    ("entry", "brief"),
    [
        (Entry(), True),
        (Entry(title="Riding", note=("Daily",), keywords=("Side-saddle",)), True),
        (Entry(title="Riding", dates=Dates(Date(1830), None)), False),
        (Entry(title="Riding", body=(Paragraph(("Over hedges.",)),)), False),
        (Entry(title="Riding", url="https://example.com/"), False),
    ],
)
def test_an_entry_is_brief_if_one_line_says_it_all(entry: Entry, brief: bool) -> None:
    assert entry.brief is brief


def test_highlights_are_a_list_below_the_text_and_a_list_among_them_is_items_of_it() -> None:
    project = Project(description="**Wings.**\n\n- a", highlights=("one", "- two\n- three", "four\n\n- five", " "))
    (entry,) = _entries(Resume(projects=(project,)), "projects")
    *about, highlights = entry.body
    assert about == [Paragraph((Element("strong", ("Wings.",)),)), items("a")]
    assert highlights == BulletList((*items("one", "two", "three").items, (Paragraph(("four",)), items("five"))))


@pytest.mark.parametrize(
    ("description", "note", "body"),
    [
        ("*Silk*,\nby the yard", (Element("em", ("Silk",)), ", by the yard"), ()),
        ("Silk.\n\nWool.", (), (Paragraph(("Silk.",)), Paragraph(("Wool.",)))),
        ("- Silk", (), (items("Silk"),)),
    ],
)
def test_a_description_is_a_note_if_it_is_one_paragraph(
    description: str, note: tuple[object, ...], body: tuple[object, ...]
) -> None:
    (entry,) = _entries(Resume(work=(Work(name="Mill", description=description, summary="Cards."),)), "work")
    assert (entry.note, entry.body) == (note, (*body, Paragraph(("Cards.",))))
