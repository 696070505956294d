"""What is uploaded, in which order and with which headers, and that the local client goes nowhere else."""

from __future__ import annotations

import ssl
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
import trustme
from botocore.exceptions import ClientError, EndpointConnectionError

from cloud_resume.cloud import _publish
from cloud_resume.cloud._emulator import Emulator
from cloud_resume.cloud._publish import local_s3, publish, require_boto3
from cloud_resume.errors import OutsideError

if TYPE_CHECKING:
    from pathlib import Path

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


def test_boto3_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    require_boto3()
    monkeypatch.setattr(_publish, "find_spec", lambda _: None)
    with pytest.raises(OutsideError, match=r"pip install 'cloud-resume\[aws\]'"):
        require_boto3()


def test_the_local_client_goes_to_the_emulator_whatever_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_PROFILE": "nonesuch",
        "AWS_ENDPOINT_URL_S3": "https://example.invalid",
        "AWS_CA_BUNDLE": "/nonexistent",
        "AWS_ACCESS_KEY_ID": "of-the-user",
        "HTTPS_PROXY": "http://127.0.0.1:1",
    }.items():
        monkeypatch.setenv(name, value)
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            seen.append(f"{self.path} {self.headers['Authorization']}")
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.handle_request)
        thread.start()
        with closing(local_s3(Emulator(pid=1, port=server.server_port, ca=tmp_path / "ca.pem"))) as s3:
            s3.head_bucket(Bucket="bucket")
        thread.join()
    (request,) = seen
    assert request.startswith("/bucket AWS4-HMAC-SHA256 Credential=test/")
