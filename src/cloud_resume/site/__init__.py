"""A resume in, files out: page, PDF, text and JSON; pure, so that the same input gives the same bytes."""

from cloud_resume.site._build import ASSETS, build, pdf
from cloud_resume.site._dist import MANIFEST, write, write_file

__all__ = ["ASSETS", "MANIFEST", "build", "pdf", "write", "write_file"]
