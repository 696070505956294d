"""Read JSON Resume from YAML or JSON, check it, hand out a typed resume or every problem with its place."""

from cloud_resume.errors import Problem
from cloud_resume.resume._convert import Conversion, convert
from cloud_resume.resume._export import to_json_resume
from cloud_resume.resume._formats import Export, to_rendercv
from cloud_resume.resume._model import (
    PRIVATE_FIELDS,
    THEMES,
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
)
from cloud_resume.resume._privacy import privacy, published
from cloud_resume.resume._problem import caret
from cloud_resume.resume._reading import Reading, contents, load, read, translations
from cloud_resume.resume._rich import Block, BulletList, Element, Paragraph, Runs, blocks, plain, words
from cloud_resume.resume._schema import schema
from cloud_resume.resume._source import MAX_BYTES
from cloud_resume.resume._theme import THEME_FILE, themed
from cloud_resume.resume._values import site_url
from cloud_resume.resume._variant import variant

__all__ = [
    "MAX_BYTES",
    "PRIVATE_FIELDS",
    "THEMES",
    "THEME_FILE",
    "Award",
    "Basics",
    "Block",
    "BulletList",
    "Certificate",
    "Conversion",
    "Date",
    "Education",
    "Element",
    "Export",
    "Interest",
    "Language",
    "Location",
    "Meta",
    "Paragraph",
    "Picture",
    "Problem",
    "Profile",
    "Project",
    "Publication",
    "Reading",
    "Reference",
    "Resume",
    "Runs",
    "Settings",
    "Skill",
    "Volunteer",
    "Work",
    "blocks",
    "caret",
    "contents",
    "convert",
    "load",
    "plain",
    "privacy",
    "published",
    "read",
    "schema",
    "site_url",
    "themed",
    "to_json_resume",
    "to_rendercv",
    "translations",
    "variant",
    "words",
]
