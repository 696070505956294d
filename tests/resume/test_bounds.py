"""Whatever a file of a mebibyte holds, reading it stays within 200 MB."""

from __future__ import annotations

import subprocess
import sys

import pytest

READ = """\
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (200_000_000, 200_000_000))
from cloud_resume.resume import read
print(*sorted({problem.code for problem in read(eval(sys.argv[2]), name=sys.argv[1]).problems}))
"""
LAUGHS = """\
b"a: &a [1,2,3,4,5,6,7,8,9]\\n" + b"".join(
    b"%c: &%c [%s]\\n" % (name, name, b",".join([b"*%c" % (name - 1)] * 9)) for name in b"bcdefghijklm"
)
"""


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("resume.yaml", "b'[' * 100_000", "too-deep"),
        ("resume.json", "b'[' * 100_000", "too-deep"),
        ("resume.json", "b'{\"a\":' * 100_000", "too-deep"),
        ("resume.yaml", "b'- ' * 500_000", "too-deep"),
        ("resume.yaml", LAUGHS, "too-many-aliases"),
        ("resume.yaml", "b'x' * (1024 * 1024 + 1)", "too-large"),
        ("resume.yaml", "b'basics: [' + b'x,' * 500_000 + b']'", "wrong-type"),
        ("resume.json", "b'{\"basics\": [' + b'1,' * 500_000 + b'1]}'", "wrong-type"),
        ("resume.yaml", "b'a: b\\n' * 200_000", "too-many-problems"),
        ("resume.json", "b'{' + b'\"a\":{\"b\":1},' * 80_000 + b'\"c\":1}'", "too-many-problems"),
    ],
)
def test_memory_stays_bounded(name: str, data: str, code: str) -> None:
    result = subprocess.run([sys.executable, "-c", READ, name, data], capture_output=True, text=True, check=False)
    assert result.stderr == ""
    assert code in result.stdout.split()
