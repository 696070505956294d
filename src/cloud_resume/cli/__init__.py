"""The command line: one module a command; each parses, calls and prints, and knows nothing else."""

from cloud_resume.cli._main import main, run

__all__ = ["main", "run"]
