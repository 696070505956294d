"""Put the site and the counter on AWS, or on an emulator of it on this machine."""

from cloud_resume.cloud._backup import load_counts
from cloud_resume.cloud._deploy import Deployment, deploy
from cloud_resume.cloud._destroy import Destruction, destroy
from cloud_resume.cloud._doctor import Finding, doctor
from cloud_resume.cloud._environment import Environment, is_begun, open_environment
from cloud_resume.cloud._infrastructure import Change, Plan
from cloud_resume.cloud._package import package
from cloud_resume.cloud._plan import UnitPlan, markdown, plan
from cloud_resume.cloud._publish import publish
from cloud_resume.cloud._pull_request import COMMENT_LIMIT, comment
from cloud_resume.cloud._release import Published, Release, releases
from cloud_resume.cloud._rollback import rollback
from cloud_resume.cloud._smoke import smoke
from cloud_resume.cloud._statistics import Counts, counts
from cloud_resume.cloud._status import Status, status

__all__ = [
    "COMMENT_LIMIT",
    "Change",
    "Counts",
    "Deployment",
    "Destruction",
    "Environment",
    "Finding",
    "Plan",
    "Published",
    "Release",
    "Status",
    "UnitPlan",
    "comment",
    "counts",
    "deploy",
    "destroy",
    "doctor",
    "is_begun",
    "load_counts",
    "markdown",
    "open_environment",
    "package",
    "plan",
    "publish",
    "releases",
    "rollback",
    "smoke",
    "status",
]
