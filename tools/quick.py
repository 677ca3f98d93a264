"""Run what a change usually breaks: lint, format, types, and the tests that need no LibreOffice.

    python tools/quick.py [ARGUMENT of pytest …]

Stops at the first of them that fails. `.ci/run` runs everything.
"""

from __future__ import annotations

import subprocess
import sys
import time

PYTHON = (sys.executable, "-m")
COMMANDS = (
    (*PYTHON, "ruff", "check", "."),
    (*PYTHON, "ruff", "format", "--check", "."),
    (*PYTHON, "mypy"),
    (*PYTHON, "pytest", "-q", "-n", "auto", "-m", "not slow", "-x"),
)


def main(arguments: list[str]) -> int:
    """Run the commands; out: the exit code of the first that fails, else 0."""
    for command in (*COMMANDS[:-1], (*COMMANDS[-1], *arguments)):
        start = time.perf_counter()
        code = subprocess.run(command, check=False).returncode  # noqa: S603 — the commands above
        sys.stdout.write(f"{' '.join(command[2:])}: {time.perf_counter() - start:.1f} s\n")
        sys.stdout.flush()
        if code:
            return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
