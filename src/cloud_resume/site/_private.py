"""What is private, taken out once, before anything is made for publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cloud_resume.resume import Resume


def published(resume: Resume) -> Resume:
    """Give the resume without those of `PRIVATE_FIELDS` that `Settings.public` does not list."""
    basics, public = resume.basics, resume.settings.public
    location = basics.location
    return resume._replace(
        basics=basics._replace(
            phone=basics.phone if "basics.phone" in public else None,
            location=location._replace(
                address=location.address if "basics.location.address" in public else None,
                postal_code=location.postal_code if "basics.location.postalCode" in public else None,
            ),
        )
    )
