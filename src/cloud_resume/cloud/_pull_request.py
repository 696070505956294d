"""Keeps one comment of ours on the pull request that GitHub Actions runs for, by GitHub's REST API."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from cloud_resume.errors import OutsideError, UsageError

COMMENT_LIMIT = 65_000  # bytes; GitHub takes 65,536 characters, and the marker is among them

_AUTHOR = "github-actions[bot]"  # for whom a job's own token speaks
_PAGE = 100  # comments; GitHub gives no more at once
_PATIENCE = 60  # seconds


def comment(text: str, key: str) -> str:
    """Post a comment, or put `text` in place of the one that was posted under `key` before; gives its URL.

    GitHub Actions says in the environment which pull request it runs for; GITHUB_TOKEN has to be given to the step, and
    needs the permission ``pull-requests: write``. Raises UsageError where something of that is not there, OutsideError
    where GitHub refuses.

    https://docs.github.com/en/rest/issues/comments
    """
    marker = f"<!-- cloud-resume {key} -->"
    issues = f"/repos/{_variable('GITHUB_REPOSITORY')}/issues"
    comments = f"{issues}/{_pull_request()}/comments"
    body = {"body": f"{marker}\n{text}"}
    ours = _find(comments, marker)
    answer = _ask("POST", comments, body) if ours is None else _ask("PATCH", f"{issues}/comments/{ours}", body)
    return str(answer["html_url"])


def _find(comments: str, marker: str) -> int | None:
    """Give the id of our comment; another's, though it have the marker, would stay theirs to edit."""
    page = 1
    while True:
        found = _ask("GET", f"{comments}?per_page={_PAGE}&page={page}")
        for each in found:
            if each["user"]["login"] == _AUTHOR and each["body"].startswith(marker):
                return int(each["id"])
        if len(found) < _PAGE:
            return None
        page += 1


def _pull_request() -> int:
    event = json.loads(Path(_variable("GITHUB_EVENT_PATH")).read_bytes())
    try:
        return int(event["pull_request"]["number"])
    except KeyError:
        message = "this run is for no pull request, so there is nothing to comment on; leave --comment out"
        raise UsageError(message) from None


def _variable(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        message = f"{name} is not set; a comment is posted by a step of GitHub Actions, which has it"
        raise UsageError(message) from None


def _ask(method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - it is JSON
    url = os.environ.get("GITHUB_API_URL", "https://api.github.com") + path
    request = Request(  # noqa: S310 - of GitHub Actions' own making
        url,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {_variable('GITHUB_TOKEN')}",
            "Content-Type": "application/json",
            "X-GitHub-Api-Version": "2022-11-28",
        },
    )
    try:
        with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 - the same
            return json.load(answer)
    except HTTPError as error:
        message = f"GitHub answered {error.code} {error.reason} to {method} {path}"
        if error.code in {401, 403}:
            message += "; the job needs `permissions: pull-requests: write`, and the step GITHUB_TOKEN"
        error.close()
        raise OutsideError(message) from error
    except (OSError, ValueError) as error:
        message = f"there is no answer from GitHub at {url}: {error}"
        raise OutsideError(message) from error
