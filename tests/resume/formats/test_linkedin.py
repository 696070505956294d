"""LinkedIn's archive, taken over."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from cloud_resume.resume import convert, read, to_json_resume

FILES = {
    "Profile.csv": (
        "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,"
        "Twitter Handles,Websites,Instant Messengers\n"
        'Ada,Byron,,"14 Example Row, Bristol",Dec 10,Analyst,"I write programs.\n\nFor machines.",Computing,BS0 0AA,'
        '"Bristol, England","[ada,byron]","[PERSONAL:https://ada.example.com,BLOG:https://blog.example.com/ada]",\n'
    ),
    "Email Addresses.csv": (
        "Email Address,Confirmed,Primary,Updated On\n"
        "old@example.com,Yes,No,Not Available\nada@example.com,Yes,Yes,Not Available\n"
    ),
    "PhoneNumbers.csv": "Extension,Number,Type\n,+44 117 496 0142,Mobile\n,555,Home\n",
    "Positions.csv": (
        "Company Name,Title,Description,Location,Started On,Finished On\r\n"
        'Works,Analyst,"Makes engines work.\r\n\r\n• Did this\r\n• Did that",London,Jan 2020,\r\n'
        "Mill,Puncher,,,2018,Dec 2019\r\n"
    ),
    "Education.csv": (
        "School Name,Start Date,End Date,Notes,Degree Name,Activities\nCircle,2010,2014,With praise,BSc Mathematics,\n"
    ),
    "Skills.csv": "Name\nAnalysis\nCards\n",
    "Languages.csv": "Name,Proficiency\nEnglish,Native or bilingual proficiency\n",
    "Certifications.csv": (
        "Name,Url,Authority,Started On,Finished On,License Number\n"
        "CKA,https://cka.example.com,CNCF,Feb 2021,Feb 2024,ABC-1\n"
    ),
    "Projects.csv": (
        "Title,Description,Url,Started On,Finished On\nBird,Flies.,https://bird.example.com,Mar 2011,Apr 2012\n"
    ),
    "Honors.csv": "Title,Description,Issued On\nMedal,For cards,Jan 2020\n",
    "Publications.csv": 'Name,Published On,Description,Publisher,Url\nNotes,"Aug 8, 1843",Seven notes,Memoirs,\n',
    "Volunteering.csv": (
        "Company Name,Role,Cause,Started On,Finished On,Description\nSchool,Teacher,EDUCATION,2015,2016,Sums\n"
    ),
    "Recommendations_Received.csv": (
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
        'C.,Example,Works,Head,"She is good.","01/01/20, 10:00 AM",VISIBLE\n'
    ),
    "Courses.csv": "Name,Number\nAlgebra,1\n",
    "messages.csv": "FROM,CONTENT\nSomebody,A secret\n",
}


def archive(files: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return data.getvalue()


def test_what_linkedin_hands_out_is_taken_over() -> None:
    text, problems, _ = convert(archive(dict(FILES)), name="Basic.zip")
    resume = read(text.encode(), name="resume.yaml").resume
    assert resume
    assert resume.basics.phone == "+44 117 496 0142"
    assert resume.basics.location == ("14 Example Row, Bristol", "BS0 0AA", "Bristol, England", None, None)
    document = to_json_resume(resume)
    del document["$schema"]
    assert document == {
        "basics": {
            "name": "Ada Byron",
            "label": "Analyst",
            "email": "ada@example.com",
            "summary": "I write programs.\n\nFor machines.",
            "location": {"city": "Bristol, England"},
            "profiles": [
                {"network": "X", "username": "ada", "url": "https://x.com/ada"},
                {"network": "X", "username": "byron", "url": "https://x.com/byron"},
                {"url": "https://ada.example.com"},
                {"url": "https://blog.example.com/ada"},
            ],
        },
        "work": [
            {
                "name": "Works",
                "location": "London",
                "position": "Analyst",
                "startDate": "2020-01",
                "summary": "Makes engines work.",
                "highlights": ["Did this", "Did that"],
            },
            {"name": "Mill", "position": "Puncher", "startDate": "2018", "endDate": "2019-12"},
        ],
        "volunteer": [
            {
                "organization": "School",
                "position": "Teacher",
                "startDate": "2015",
                "endDate": "2016",
                "summary": "Sums",
            }
        ],
        "education": [
            {"institution": "Circle", "studyType": "BSc Mathematics", "startDate": "2010", "endDate": "2014"}
        ],
        "awards": [{"title": "Medal", "date": "2020-01", "summary": "For cards"}],
        "certificates": [{"name": "CKA", "date": "2021-02", "url": "https://cka.example.com", "issuer": "CNCF"}],
        "publications": [
            {"name": "Notes", "publisher": "Memoirs", "releaseDate": "1843-08-08", "summary": "Seven notes"}
        ],
        "skills": [{"name": "Analysis"}, {"name": "Cards"}],
        "languages": [{"language": "English", "fluency": "Native or bilingual proficiency"}],
        "references": [{"name": "C. Example, Head, Works", "reference": "She is good."}],
        "projects": [
            {
                "name": "Bird",
                "description": "Flies.",
                "startDate": "2011-03",
                "endDate": "2012-04",
                "url": "https://bird.example.com",
            }
        ],
    }
    assert {
        (problem.file, problem.line, problem.message.partition(" of ")[0])
        for problem in problems
        if problem.code == "no-place"
    } == {
        ("Basic.zip/Profile.csv", 2, "`Birth Date`"),
        ("Basic.zip/Profile.csv", 2, "`Industry`"),
        ("Basic.zip/Email Addresses.csv", 2, "`Email Address`"),
        ("Basic.zip/PhoneNumbers.csv", 3, "`Number`"),
        ("Basic.zip/Education.csv", 2, "`Notes`"),
        ("Basic.zip/Certifications.csv", 2, "`Finished On`"),
        ("Basic.zip/Certifications.csv", 2, "`License Number`"),
        ("Basic.zip/Volunteering.csv", 2, "`Cause`"),
        ("Basic.zip/Courses.csv", 2, "`Name`"),
        ("Basic.zip/Courses.csv", 2, "`Number`"),
    }
    assert {problem.severity for problem in problems} == {"warning"}


def test_a_website_is_taken_over_as_it_was_typed() -> None:
    websites = "[PERSONAL:www.ada.example,BLOG:https://x.example/a,b,OTHER:ada.example, https://y.example]"
    text, *_ = convert(archive({"Profile.csv": f'First Name,Websites\nAda,"{websites}"\n'}), name="a.zip")
    resume = read(text.encode(), name="resume.yaml").resume
    assert resume
    assert [profile.url for profile in resume.basics.profiles] == [
        "https://www.ada.example",
        "https://x.example/a,b",
        "https://ada.example",
        "https://y.example",
    ]


@pytest.mark.parametrize(
    ("description", "summary", "highlights"),
    [
        ("I lead - and code.  We ship.", "I lead - and code.\n\nWe ship.", []),
        ("I lead.  I did:  - One, two. - three  - 4", "I lead.\n\nI did:", ["One, two.", "three", "4"]),
        ("My aims: - to lead - to learn", "My aims:", ["to lead", "to learn"]),
        ("-\tDesigned it. -\tBuilt it", None, ["Designed it.", "Built it"]),
        ("Team: 5 • Planned • Led", "Team: 5", ["Planned", "Led"]),
        ("Team: 5 * Planned * Led", "Team: 5", ["Planned", "Led"]),
        ("● Planned.   ● Led.", None, ["Planned.", "Led."]),
        ("Cost 5 * 3 euro", "Cost 5 * 3 euro", []),
        ("- One - Two  See ada.example", "- One\n- Two\n\nSee ada.example", []),
    ],
)
def test_a_space_for_a_line_feed_is_one_again_where_paragraphs_and_items_begin(
    description: str, summary: str | None, highlights: list[str]
) -> None:
    positions = f'Company Name,Description\nWorks,"{description}"\n'
    text, *_ = convert(archive({"Positions.csv": positions}), name="a.zip")
    resume = read(text.encode(), name="resume.yaml").resume
    assert resume
    assert (resume.work[0].summary, list(resume.work[0].highlights)) == (summary, highlights)


def test_a_recommendation_that_is_hidden_there_is_left_out_and_told() -> None:
    rows = "First Name,Text,Status\nBob,Great.,HIDDEN\nEve,Good.,VISIBLE\n"
    text, problems, _ = convert(archive({"Profile.csv": "x\n", "Recommendations_Received.csv": rows}), name="a.zip")
    assert ("Good." in text, "Great." in text) == (True, False)
    assert [
        (problem.line, problem.message.rpartition(": ")[2]) for problem in problems if problem.code == "no-place"
    ] == [
        (2, "Bob"),
        (2, "Great."),
    ]


def test_a_cell_without_a_column_is_told() -> None:
    files: dict[str, str | bytes] = {"Profile.csv": "First Name\nAda\n", "Skills.csv": "Name\nA,,B\nC,\n"}
    _, problems, _ = convert(archive(files), name="a.zip")
    assert [(problem.file, problem.line) for problem in problems if problem.code == "no-place"] == [
        ("a.zip/Skills.csv", 2)
    ]


def test_files_may_lie_in_a_folder_and_have_a_byte_order_mark() -> None:
    files: dict[str, str | bytes] = {"Export/Positions.csv": "\ufeff" + FILES["Positions.csv"]}
    text, problems, _ = convert(archive(files), name="Basic.zip")
    assert "name: Works" in text
    assert {problem.code for problem in problems} == {"missing-name", "missing-email"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (archive({"Notes.csv": "x"}), "wrong-type"),
        (archive({"Profile.csv": "x"})[:-30], "syntax"),
        (b"PK\x03\x04", "syntax"),
    ],
)
def test_what_is_no_archive_of_linkedins_gives_nothing(data: bytes, code: str) -> None:
    text, problems, _ = convert(data, name="Basic.zip")
    assert text == ""
    assert [(problem.code, problem.severity) for problem in problems] == [(code, "error")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"First Name\n\xff\n", "bad-encoding"),
        (b"First Name\n" + b"x" * 1024 * 1024, "too-large"),
        (b"First Name\n" + b"x" * 200_000, "syntax"),
        (b"First Name\n\x00", "bad-character"),
    ],
)
def test_a_file_of_the_archive_that_can_not_be_read_is_an_error_and_the_others_are(content: bytes, code: str) -> None:
    text, problems, _ = convert(archive({"Profile.csv": content, "Skills.csv": "Name\nCards\n"}), name="a.zip")
    assert "Cards" in text
    assert [(problem.file, problem.code) for problem in problems if problem.severity == "error"] == [
        ("a.zip/Profile.csv", code)
    ]


def test_a_damaged_file_of_the_archive_is_an_error() -> None:
    data = bytearray(archive({"Profile.csv": "First Name\nAda\n"}))
    data[45] ^= 0xFF
    _, problems, _ = convert(bytes(data), name="a.zip")
    assert ("syntax", "error") in {(problem.code, problem.severity) for problem in problems}


def test_of_a_file_that_would_fill_the_memory_no_more_is_unpacked_than_a_resume_may_have() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Positions.csv", " " * 2**26)
    tracemalloc.start()
    try:
        _, problems, _ = convert(data.getvalue(), name="archive.zip")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "too-large" in [problem.code for problem in problems]
    assert peak < 2**24


def test_an_empty_file_says_nothing() -> None:
    text, *_ = convert(archive({"Profile.csv": "", "Positions.csv": "Company Name\n"}), name="a.zip")
    assert text.endswith("\n{}\n")
