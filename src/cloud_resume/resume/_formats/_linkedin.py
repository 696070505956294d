"""Reads LinkedIn's archive ("Get a copy of your data"): a zip of CSV files, one for each part of the profile."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from itertools import accumulate
from typing import TYPE_CHECKING

from cloud_resume.resume._formats._part import Part, filled, parted
from cloud_resume.resume._nodes import STRING, Mapping, Scalar, Unreadable
from cloud_resume.resume._source import MAX_BYTES, Source, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cloud_resume.errors import Problem

# what is about the person, and JSON Resume has no section for; all other files (messages, contacts, advertisements)
# are passed over in silence
_NO_PLACE = ("Courses.csv", "Organizations.csv", "Patents.csv", "Test Scores.csv")

# LinkedIn writes a space for each line feed of a text: two are an empty line, and one before a bullet begins an item;
# a bullet that stands in sentences too is one after a stop, or where there are more of it
_BULLET = r"(?:^|\s)(?P<sure>[•●▪◦‣►➢])\s|(?:^|[.,:;!?]\s+)(?P<dash>[-–·*])\s|\s(?P<star>\*)\s(?=.*\s\*\s)"

_NEXT_SITE = r",(?= *(?:[A-Z_]+:|https?://))"  # not every comma: an address may have one

_NOT_A_ZIP = "this is no whole zip archive; get LinkedIn's anew"
_NOT_LINKEDINS = "this is no archive of LinkedIn's: there is no Profile.csv and no Positions.csv in it"


def from_linkedin(data: bytes, name: str) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """Give the JSON Resume of an archive, and what has no place in it, each in its CSV file.

    Files that say nothing about the person (messages, connections, advertisements) are passed over in silence. Raises
    Unreadable for what is no such archive.
    """
    sources: list[Source] = []
    with _opened(data) as archive:
        members = {info.filename.rpartition("/")[2]: info for info in archive.infolist()}
        if not {"Profile.csv", "Positions.csv"} & members.keys():
            raise Unreadable(0, "wrong-type", _NOT_LINKEDINS)

        def rows(file: str) -> list[Part]:
            if file not in members:
                return []
            source = Source(f"{name}/{members[file].filename}")
            sources.append(source)
            return list(_rows(archive, members[file], source))

        document = filled(basics=_basics(rows))
        for file, (section, read) in _SECTIONS.items():
            parts = rows(file)
            document |= filled(**{section: list(filter(None, map(read, parts)))})
            for part in parts:
                part.report_rest()
        for file in _NO_PLACE:
            for part in rows(file):
                part.report_rest()
    return document, tuple(problem for source in sources for problem in source.problems())


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except Exception:  # noqa: BLE001 - of damaged fields of its directory it raises whatever comes of them
        raise Unreadable(0, "syntax", _NOT_A_ZIP) from None


def _rows(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source) -> Iterator[Part]:
    """Give the rows of a CSV file as mappings by its first row, each at its place."""
    try:
        with archive.open(member) as file:
            source.decode(file.read(MAX_BYTES + 1))
        lines = list(io.StringIO(source.text, newline=""))
        starts = [0, *accumulate(map(len, lines))]
        reader = csv.reader(lines)
        header = next(reader, [])
        start = reader.line_num
        for row in reader:
            at = starts[start]
            if surplus := [cell for cell in row[len(header) :] if cell.strip()]:
                message = f"more cells than `{member.filename}` has columns; left out: {shown(', '.join(surplus))}"
                source.report(at, "no-place", message)
            cells = zip(header, row, strict=False)
            pairs = tuple((Scalar(key, STRING, at, at), Scalar(cell, STRING, at, at)) for key, cell in cells)
            yield Part(Mapping(pairs, at), source, f"`{member.filename}`")
            start = reader.line_num
    except Unreadable as problem:
        source.report(*problem.finding)
    except Exception as error:  # noqa: BLE001 - zipfile raises what its decompressors do, csv its own
        source.report(0, "syntax", f"this file of the archive can't be read: {error}")


def _basics(rows: Callable[[str], list[Part]]) -> dict[str, object]:
    profiles, addresses, numbers = rows("Profile.csv"), rows("Email Addresses.csv"), rows("PhoneNumbers.csv")
    addresses.sort(key=lambda row: row.text("Primary") != "Yes")
    for row in addresses:
        row.drop("Confirmed", "Updated On")
    for row in numbers:
        row.drop("Extension", "Type")
    fields: dict[str, object] = {}
    for row in profiles[:1]:
        fields = filled(
            name=" ".join(filter(None, (row.text("First Name"), row.text("Last Name")))),
            label=row.text("Headline"),
            email=next((row.text("Email Address") for row in addresses), None),
            phone=next((row.text("Number") for row in numbers), None),
            summary=_text(row, "Summary"),
            location=filled(
                address=row.text("Address"), postalCode=row.text("Zip Code"), city=row.text("Geo Location")
            ),
            profiles=_websites(row.text("Twitter Handles") or "", row.text("Websites") or ""),
        )
    for row in (*profiles, *addresses, *numbers):
        row.report_rest()
    return fields


def _websites(handles: str, websites: str) -> list[object]:
    """Read ``[handle,handle]`` and ``[KIND:https://…,KIND:https://…]``."""
    names = [name.strip() for name in handles.strip("[]").split(",") if name.strip()]
    return [
        *({"network": "X", "username": name, "url": f"https://x.com/{name}"} for name in names),
        *({"url": _address(site)} for site in re.split(_NEXT_SITE, websites.strip("[]")) if site.strip()),
    ]


def _address(website: str) -> str:
    """Read one of them, with or without its kind and its scheme."""
    words = re.sub("^[A-Z_]+:(?!//)", "", website.strip())
    return words if "://" in words else f"https://{words}"


def _text(row: Part, column: str) -> str:
    """Give a text with the paragraphs and the items that it was written in."""
    text = row.text(column) or ""
    return text if "\n" in text else "\n\n".join(map(_itemized, re.split(" {2,}", text)))


def _itemized(paragraph: str) -> str:
    bullet = re.search(_BULLET, paragraph)
    if bullet is None:
        return paragraph
    mark = bullet[bullet.lastgroup or 0]
    return re.sub(rf"(?:^|\s+){re.escape(mark)}\s+", "\n- ", paragraph).lstrip("\n")


def _job(row: Part) -> dict[str, object]:
    summary, highlights = parted(_text(row, "Description"))
    return filled(
        name=row.text("Company Name"),
        position=row.text("Title"),
        **_dates(row, "Started On", "Finished On"),
        location=row.text("Location"),
        summary=summary,
        highlights=highlights,
    )


def _service(row: Part) -> dict[str, object]:
    summary, highlights = parted(_text(row, "Description"))
    return filled(
        organization=row.text("Company Name"),
        position=row.text("Role"),
        **_dates(row, "Started On", "Finished On"),
        summary=summary,
        highlights=highlights,
    )


def _study(row: Part) -> dict[str, object]:
    return filled(
        institution=row.text("School Name"),
        studyType=row.text("Degree Name"),
        **_dates(row, "Start Date", "End Date"),
    )


def _project(row: Part) -> dict[str, object]:
    description, highlights = parted(_text(row, "Description"))
    return filled(
        name=row.text("Title"),
        description=description,
        highlights=highlights,
        **_dates(row, "Started On", "Finished On"),
        url=row.text("Url"),
    )


def _certificate(row: Part) -> dict[str, object]:
    return filled(
        name=row.text("Name"),
        date=_date(row, "Started On"),
        url=row.text("Url"),
        issuer=row.text("Authority"),
    )


def _publication(row: Part) -> dict[str, object]:
    return filled(
        name=row.text("Name"),
        publisher=row.text("Publisher"),
        releaseDate=_date(row, "Published On"),
        url=row.text("Url"),
        summary=_text(row, "Description"),
    )


def _award(row: Part) -> dict[str, object]:
    return filled(
        title=row.text("Title"),
        date=_date(row, "Issued On"),
        awarder=row.text("Issuer"),
        summary=_text(row, "Description"),
    )


def _skill(row: Part) -> dict[str, object]:
    return filled(name=row.text("Name"))


def _language(row: Part) -> dict[str, object]:
    return filled(language=row.text("Name"), fluency=row.text("Proficiency"))


def _reference(row: Part) -> dict[str, object]:
    row.drop("Creation Date")
    if row.text("Status") not in (None, "VISIBLE"):
        return {}  # what is hidden there is not to be shown here
    name = " ".join(filter(None, (row.text("First Name"), row.text("Last Name"))))
    return filled(
        name=", ".join(filter(None, (name, row.text("Job Title"), row.text("Company")))), reference=_text(row, "Text")
    )


def _dates(row: Part, start: str, end: str) -> dict[str, object]:
    return {"startDate": _date(row, start), "endDate": _date(row, end)}


def _date(row: Part, column: str) -> str | None:
    """Give a date, or what stands in its place, which the check of the resume will name."""
    return row.date(column) or row.text(column)


_SECTIONS: dict[str, tuple[str, Callable[[Part], dict[str, object]]]] = {
    "Positions.csv": ("work", _job),
    "Volunteering.csv": ("volunteer", _service),
    "Education.csv": ("education", _study),
    "Honors.csv": ("awards", _award),
    "Certifications.csv": ("certificates", _certificate),
    "Publications.csv": ("publications", _publication),
    "Skills.csv": ("skills", _skill),
    "Languages.csv": ("languages", _language),
    "Recommendations_Received.csv": ("references", _reference),
    "Projects.csv": ("projects", _project),
}
