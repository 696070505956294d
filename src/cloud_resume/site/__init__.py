"""A resume in, files out: page, PDF, text and JSON; pure, so that the same input gives the same bytes."""

from cloud_resume.site._build import ASSETS, build, pdf, picture_problems
from cloud_resume.site._dist import MANIFEST, write, write_file
from cloud_resume.site._export import EXPORTS, export
from cloud_resume.site._fonts import unshowable
from cloud_resume.site._headers import cache_control, content_type

__all__ = [
    "ASSETS",
    "EXPORTS",
    "MANIFEST",
    "build",
    "cache_control",
    "content_type",
    "export",
    "pdf",
    "picture_problems",
    "unshowable",
    "write",
    "write_file",
]
