"""A resume with something in every field, and the examples that the site must do well by."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from cloud_resume.resume import (
    Award,
    Basics,
    Certificate,
    Date,
    Education,
    Interest,
    Language,
    Location,
    Meta,
    Picture,
    Profile,
    Project,
    Publication,
    Reference,
    Resume,
    Settings,
    Skill,
    Volunteer,
    Work,
    load,
)

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "node_modules"


@pytest.fixture
def full() -> Resume:
    """Give a resume in which every field says something that no other field says."""
    return Resume(
        basics=Basics(
            name="Ada Byron",
            label="Analyst of Engines",
            image="https://example.com/ada.png",
            email="ada@example.com",
            phone="+44 117 496 0142",
            url="https://www.example.com/ada/",
            summary="I write programs for machines\nthat do not exist yet.\n\nThe notes are longer than the paper.",
            location=Location("14 Example Row", "BS0 0AA", "Bristol", "GB", "Avon"),
            profiles=(
                Profile("GitHub", "adabyron", "https://github.com/adabyron"),
                Profile("Mastodon", "countess"),
            ),
        ),
        work=(
            Work(
                name="Difference Works",
                location="London",
                description="Makers of engines",
                position="Chief Analyst",
                url="https://example.com/difference",
                start_date=Date(1842, 10),
                summary="All that concerns the cards.",
                highlights=("Wrote the first program.", "Found the first error in one."),
            ),
            Work(
                name="Difference Works",
                location="London",
                description="Makers of engines",
                position="Translator",
                url="https://example.com/difference",
                start_date=Date(1840),
                end_date=Date(1842, 10),
                highlights=("Translated Menabrea.",),
            ),
            Work(name="Silk Mill", position="Card Puncher", start_date=Date(1838, 1, 2), end_date=Date(1839, 3, 4)),
        ),
        volunteer=(
            Volunteer(
                organization="Village School",
                position="Teacher",
                url="https://example.org/school",
                start_date=Date(1836),
                end_date=Date(1837),
                summary="Sums on Sundays.",
                highlights=("Nobody stayed away.",),
            ),
        ),
        education=(
            Education(
                institution="Somerville's Circle",
                url="https://example.org/circle",
                area="Mathematics",
                study_type="Tuition",
                start_date=Date(1832),
                end_date=Date(1835),
                score="With praise",
                courses=("Algebra", "Finite Differences"),
            ),
        ),
        awards=(Award("Medal of the Mill", Date(1839, 6), "Weavers' Guild", "For a pattern without a fault."),),
        certificates=(Certificate("Certified Puncher", Date(1838, 5), "https://example.org/cert", "Board of Cards"),),
        publications=(
            Publication(
                "Notes on the Engine",
                "Taylor's Memoirs",
                Date(1843, 8),
                "https://example.org/notes",
                "Seven notes, A to G.",
            ),
        ),
        skills=(Skill("Analysis", "Expert", ("Bernoulli numbers", "Loops")), Skill("Cards", None, ("Jacquard",))),
        languages=(Language("English", "Native"), Language("French", "Fluent")),
        interests=(Interest("Riding"), Interest("Music", ("Harp", "Song"))),
        references=(Reference("Charles Example", "She has thrown her spell around the most abstract of sciences."),),
        projects=(
            Project(
                name="Flyology",
                description="Wings from first principles.",
                highlights=("Measured a bird.",),
                keywords=("Steam", "Paper"),
                start_date=Date(1828),
                end_date=Date(1829),
                url="https://example.com/flyology",
                roles=("Inventor", "Draughtswoman"),
                entity="Nursery",
                type="apparatus",
            ),
        ),
        meta=Meta("https://example.com/resume.json", "v1.0.0", "1843-08-01T00:00:00"),
        settings=Settings(),
    )


@pytest.fixture
def portrait() -> Picture:
    """Give a picture as a telephone takes it: lying on its side, with the place in it."""
    image = Image.new("RGB", (1024, 768), "white")
    image.paste("red", (0, 0, 512, 768))  # the lower half once the picture is turned
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 8  # to be turned by a quarter, against the clock
    exif[ExifTags.Base.Make] = "Kamera-Werk"
    exif[ExifTags.IFD.GPSInfo] = {ExifTags.GPS.GPSLatitudeRef: "N", ExifTags.GPS.GPSLatitude: (51.0, 27.0, 14.0)}
    data = BytesIO()
    image.save(data, "JPEG", exif=exif, comment=b"a secret comment")
    return Picture(data.getvalue(), "image/jpeg")


def _samples() -> list[Path]:
    return [
        ROOT / "examples/resume.yaml",
        SAMPLES / "@jsonresume/schema/sample.resume.json",
        *sorted((SAMPLES / "@jsonresume/schema/examples").glob("*.json")),
        SAMPLES / "fresh-test-resumes/src/jrs/john-doe.json",
        SAMPLES / "fresh-test-resumes/src/jrs/richard-hendriks.json",
    ]


@pytest.fixture(params=_samples(), ids=lambda path: path.name)
def sample(request: pytest.FixtureRequest) -> Resume:
    """Give each resume of the example and of the test inputs from npm (`npm ci` brings them)."""
    reading = load(request.param)
    assert reading.resume, reading.problems
    return reading.resume
