"""The signature, held to AWS's published vectors and to botocore's."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud_resume.counter._sigv4 import authorization

auth = import_module("botocore.auth")
AWSRequest = import_module("botocore.awsrequest").AWSRequest
Credentials = import_module("botocore.credentials").Credentials

# Of AWS's Signature Version 4 test suite, those that POST to /.
HOST = {"host": "example.amazonaws.com", "x-amz-date": "20150830T123600Z"}
TOKEN = (
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwt"
    "hAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVX"
    "AkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="
)
VECTORS = {
    "post-vanilla": (
        HOST,
        b"",
        "host;x-amz-date",
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    ),
    "post-header-key-sort": (
        HOST | {"my-header1": "value1"},
        b"",
        "host;my-header1;x-amz-date",
        "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
    ),
    "post-header-value-case": (
        HOST | {"my-header1": "VALUE1"},
        b"",
        "host;my-header1;x-amz-date",
        "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
    ),
    "post-sts-header-before": (
        HOST | {"x-amz-security-token": TOKEN},
        b"",
        "host;x-amz-date;x-amz-security-token",
        "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
    ),
    "post-x-www-form-urlencoded": (
        HOST | {"content-type": "application/x-www-form-urlencoded"},
        b"Param1=value1",
        "content-type;host;x-amz-date",
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    ),
}


@pytest.mark.parametrize(("headers", "body", "signed_headers", "signature"), VECTORS.values(), ids=VECTORS.keys())
def test_aws_has_published_this_signature(
    headers: dict[str, str], body: bytes, signed_headers: str, signature: str
) -> None:
    assert authorization(
        headers,
        body,
        key_id="AKIDEXAMPLE",
        secret_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        region="us-east-1",
        service="service",
    ) == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
        f" SignedHeaders={signed_headers}, Signature={signature}"
    )


words = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=20)
texts = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60)


@settings(deadline=None)
@given(
    body=st.binary(max_size=200),
    target=texts,
    host=words,
    port=st.none() | st.integers(1, 65535),
    region=words,
    key_id=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=16, max_size=32),
    secret_key=texts,
    token=st.none() | texts,
)
def test_botocore_signs_alike(
    *,
    body: bytes,
    target: str,
    host: str,
    port: int | None,
    region: str,
    key_id: str,
    secret_key: str,
    token: str | None,
) -> None:
    netloc = f"{host}.example:{port}" if port not in {None, 443} else f"{host}.example"
    headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": target}
    request = AWSRequest("POST", f"https://{netloc}/", headers, body)
    auth.SigV4Auth(Credentials(key_id, secret_key, token), "dynamodb", region).add_auth(request)
    headers |= {"host": netloc, "x-amz-date": request.context["timestamp"]}
    if token:
        headers["x-amz-security-token"] = token
    ours = authorization(headers, body, key_id=key_id, secret_key=secret_key, region=region)
    assert ours == request.headers["Authorization"]
