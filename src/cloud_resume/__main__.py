"""`python -m cloud_resume` is `cloud-resume`."""

from cloud_resume.cli import run

run()
