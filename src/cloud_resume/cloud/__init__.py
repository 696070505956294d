"""Put the site and the counter on AWS, or on an emulator of it on this machine."""

from cloud_resume.cloud._deploy import Deployment, deploy_local, destroy_local
from cloud_resume.cloud._endpoint import refuse_endpoints
from cloud_resume.cloud._environment import Environment, open_environment
from cloud_resume.cloud._package import package
from cloud_resume.cloud._plan import UnitPlan, markdown, plan
from cloud_resume.cloud._pull_request import COMMENT_LIMIT, comment
from cloud_resume.cloud._statistics import Counts, counts

__all__ = [
    "COMMENT_LIMIT",
    "Counts",
    "Deployment",
    "Environment",
    "UnitPlan",
    "comment",
    "counts",
    "deploy_local",
    "destroy_local",
    "markdown",
    "open_environment",
    "package",
    "plan",
    "refuse_endpoints",
]
