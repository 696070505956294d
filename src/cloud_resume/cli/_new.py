"""`cloud-resume new`: a repository of one's own to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud_resume.cli import _output
from cloud_resume.errors import OutputError, ResumeError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from cloud_resume.resume import Problem

HELP = "make a repository of your own: resume, infrastructure, pipeline"
EXAMPLES = """  cloud-resume new my-resume
  cloud-resume new my-resume --from ~/resume.json
  cloud-resume new my-resume --from Basic_LinkedInDataExport.zip
"""

_MAX_ARCHIVE = 256 * 1024 * 1024  # bytes; LinkedIn's holds pictures and messages too

_SKIPPED = frozenset((".terraform", ".terragrunt-cache", "node_modules", "screenshots", "tests"))  # made, or ours alone


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add DIR and `--from`."""
    parser.add_argument("dir", metavar="DIR", help="the folder to make; it may be there if it is empty")
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        help="start from a resume that you have: JSON Resume, RenderCV, YAMLResume or LinkedIn's archive; - is "
        "standard input",
    )


def run(args: argparse.Namespace) -> int:
    """Lay the files down, all or none; 1 where the resume that it starts from has errors left to mend."""
    import json
    import shlex
    from pathlib import Path

    from cloud_resume.resume import schema

    folder = Path(args.dir)
    _refuse_unless_empty(folder)
    files = _repository()
    files["resume.schema.json"] = (json.dumps(schema(), ensure_ascii=False, indent=2) + "\n").encode()
    problems: tuple[Problem, ...] = ()
    if args.source is not None:
        resume, problems = _converted(args.source, taken=files)
        files |= resume
    _write(files, folder)
    _output.problems(problems)
    if b" @ file:" in files["requirements.txt"]:
        _output.note(
            "Its requirements.txt names Cloud Resume in a folder of this machine; for the pipeline, name its Git URL."
        )
    _output.good(f"{folder} is there. Next: cd {shlex.quote(str(folder))} && cloud-resume serve")
    return int(any(problem.severity == "error" for problem in problems))


def _repository() -> dict[str, bytes]:
    """Give what a repository of one's own holds, by relative POSIX path, with the sample for a resume.

    A wheel has it beside this module; in a checkout it is the checkout's own.
    """
    from pathlib import Path

    packed = Path(__file__).parent / "repository"
    root = packed if packed.is_dir() else Path(__file__).parents[3]
    files = _tree(Path(__file__).parent / "starter")
    for name in ("e2e", "infra", "tools/terragrunt"):
        files |= _tree(root, name)
    for name in ("drift", "pipeline"):
        workflow = f".github/workflows/{name}.yaml"
        files[workflow] = (root / workflow).read_bytes()
    files["requirements.txt"] = f"{_requirement()}\n".encode()
    return files


def _requirement() -> str:
    """Give what installs this very Cloud Resume elsewhere.

    Where it came from no index, pip has written down from where:
    https://packaging.python.org/en/latest/specifications/direct-url/
    """
    import json
    from importlib.metadata import distribution

    from cloud_resume._version import __version__

    direct = distribution("cloud-resume").read_text("direct_url.json")
    if direct is None:
        return f"cloud-resume[aws]=={__version__}"
    origin = json.loads(direct)
    if "vcs_info" in origin:
        return f"cloud-resume[aws] @ {origin['vcs_info']['vcs']}+{origin['url']}@{origin['vcs_info']['commit_id']}"
    return f"cloud-resume[aws] @ {origin['url']}"


def _tree(root: Path, name: str = ".") -> dict[str, bytes]:
    """Give all files in a folder of `root`, by their path from there."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / name).rglob("*"))
        if path.is_file() and _SKIPPED.isdisjoint(path.relative_to(root).parts)
    }


def _refuse_unless_empty(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        message = f"{folder} is not empty; name a new folder, or an empty one"
        raise OutputError(message)
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is a file; name a new folder"
        raise OutputError(message)


def _converted(source: str, *, taken: Iterable[str]) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
    """Give `resume.yaml`, and the picture that it names, from a resume that is already there."""
    import sys
    from pathlib import Path

    from cloud_resume.resume import contents, convert

    if source == "-":
        data, name, folder = sys.stdin.buffer.read(_MAX_ARCHIVE), "<stdin>", Path()
    elif files := sorted(Path(source).glob("*.csv")):
        data, name, folder = _zipped(files), source, Path(source)
    else:
        data, name, folder = contents(Path(source), _MAX_ARCHIVE), source, Path(source).parent
    text, problems, beside = convert(data, name=name, folder=folder)
    if not text:
        raise ResumeError(problems)
    _refuse_collision(beside, taken)
    return {**beside, "resume.yaml": text.encode()}, problems


def _zipped(files: Iterable[Path]) -> bytes:
    """Pack LinkedIn's files again, which some browsers unpack."""
    from io import BytesIO
    from zipfile import ZipFile

    from cloud_resume.resume import contents

    data = BytesIO()
    with ZipFile(data, "w") as archive:
        for file in files:
            archive.writestr(file.name, contents(file, _MAX_ARCHIVE))
    return data.getvalue()


def _refuse_collision(pictures: Iterable[str], taken: Iterable[str]) -> None:
    """Raise OutputError for a picture that would stand where one of our files does, on any file system."""
    import os
    from pathlib import Path

    ours = {Path(name).parts[0].casefold() for name in taken}
    for picture in pictures:
        if Path(os.path.normpath(picture)).parts[0].casefold() in ours:
            message = f"the picture {picture} has the name of a file that is made here: rename it, in the resume too"
            raise OutputError(message)


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write all files; where one can't be written, leave nothing behind."""
    import shutil

    from cloud_resume.site import write_file

    was_there = folder.exists()
    try:
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            write_file(content, target)
            if content.startswith(b"#!"):
                target.chmod(0o755)
    except BaseException:
        for entry in folder.iterdir() if was_there else [folder]:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise
