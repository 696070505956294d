"""Put the site and the counter on AWS, or on an emulator of it on this machine."""

from cloud_resume.cloud._deploy import Deployment, deploy_local, destroy_local
from cloud_resume.cloud._endpoint import refuse_endpoints
from cloud_resume.cloud._environment import Environment, open_environment
from cloud_resume.cloud._package import package
from cloud_resume.cloud._statistics import Counts, counts

__all__ = [
    "Counts",
    "Deployment",
    "Environment",
    "counts",
    "deploy_local",
    "destroy_local",
    "open_environment",
    "package",
    "refuse_endpoints",
]
