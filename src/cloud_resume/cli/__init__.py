"""The command line: one module a command; each parses, calls and prints, and knows nothing else.

What is heavy a module imports in its `run`, for help and a usage error must not pay for it.
"""

from cloud_resume.cli._main import main, run

__all__ = ["main", "run"]
