"""Put the site and the counter on AWS."""

from cloud_resume.cloud._package import package

__all__ = ["package"]
