"""What is uploaded, in which order and with which headers."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from cloud_resume.cloud._publish import publish
from cloud_resume.errors import OutsideError

FILES = {
    "404.html": b"none",
    "assets/main.0a1b2c3d.css": b"a{}",
    "assets/picture.0a1b2c3d.jpg": b"jpeg",
    "index.html": b"page",
    "resume.pdf": b"%PDF",
}


def uploads(files: dict[str, bytes]) -> list[dict[str, object]]:
    s3 = Mock(spec_set=["put_object"])
    publish(files, "bucket", s3)
    return [call.kwargs for call in s3.put_object.call_args_list]


def test_a_page_comes_after_all_that_it_refers_to() -> None:
    assert [call["Key"] for call in uploads(FILES)] == [
        "assets/main.0a1b2c3d.css",
        "assets/picture.0a1b2c3d.jpg",
        "resume.pdf",
        "404.html",
        "index.html",
    ]


def test_all_of_it_goes_to_the_bucket() -> None:
    calls = uploads(FILES)
    assert {call["Key"]: call["Body"] for call in calls} == FILES
    assert {call["Bucket"] for call in calls} == {"bucket"}


def test_each_has_the_headers_that_it_is_to_be_served_with() -> None:
    headers = {call["Key"]: (call["ContentType"], call["CacheControl"]) for call in uploads(FILES)}
    assert headers["assets/main.0a1b2c3d.css"] == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")
    assert headers["index.html"] == ("text/html; charset=utf-8", "no-cache")
    assert headers["resume.pdf"] == ("application/pdf", "no-cache")


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "PutObject"),
        EndpointConnectionError(endpoint_url="https://x"),
    ],
)
def test_a_refusal_is_told_and_ends_it(error: Exception) -> None:
    s3 = Mock(spec_set=["put_object"])
    s3.put_object.side_effect = error
    with pytest.raises(
        OutsideError, match=r"assets/main.0a1b2c3d.css could not be put into the bucket b: .*(AccessDenied|connect)"
    ):
        publish(FILES, "b", s3)
    assert s3.put_object.call_count == 1
