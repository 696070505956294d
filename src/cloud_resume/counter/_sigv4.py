"""Sign a request to AWS: Signature Version 4, as far as DynamoDB wants it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from __future__ import annotations

import hashlib
import hmac

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def authorization(
    headers: Mapping[str, str], body: bytes, *, key_id: str, secret_key: str, region: str, service: str = "dynamodb"
) -> str:
    """Give the ``Authorization`` header of a POST to ``/``.

    `headers` are all that are to be signed, their names in lower case, their values without space at either
    end or doubled; ``host`` and ``x-amz-date`` (``20261103T235959Z``) are among them, and
    ``x-amz-security-token`` where the credentials are temporary.
    """
    moment = headers["x-amz-date"]
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    names = sorted(headers)
    signed_headers = ";".join(names)
    lines = "".join(f"{name}:{headers[name]}\n" for name in names)
    canonical_request = f"POST\n/\n\n{lines}\n{signed_headers}\n{hashlib.sha256(body).hexdigest()}"
    hashed_request = hashlib.sha256(canonical_request.encode()).hexdigest()
    key = f"AWS4{secret_key}".encode()
    for part in (*scope.split("/"), f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashed_request}"):
        key = hmac.digest(key, part.encode(), "sha256")
    return f"AWS4-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={signed_headers}, Signature={key.hex()}"
