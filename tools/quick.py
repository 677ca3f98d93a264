"""Run what a change usually breaks: lint, format, types, and the tests that take no time.

    python tools/quick.py [ARGUMENT of pytest …]
    python tools/quick.py --measure        runs every test and lists anew which ones take long

Stops at the first of them that fails. `.ci/run` runs everything.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

PYTHON = (sys.executable, "-m")
COMMANDS = (
    (*PYTHON, "ruff", "check", "."),
    (*PYTHON, "ruff", "format", "--check", "."),
    (*PYTHON, "mypy"),
    (*PYTHON, "pytest", "-q", "-n", "auto", "-m", "not slow", "-x", "--hypothesis-profile=quick"),
)
MEASURE = ((*PYTHON, "pytest", "-q", "-n", "auto", "-p", "measure_tests"),)
TOOLS = str(Path(__file__).parent)


def main(arguments: list[str]) -> int:
    """Run the commands; out: the exit code of the first that fails, else 0."""
    commands = MEASURE if "--measure" in arguments else COMMANDS
    more = [argument for argument in arguments if argument != "--measure"]
    for command in (*commands[:-1], (*commands[-1], *more)):
        start = time.perf_counter()
        environment = {**os.environ, "PYTHONPATH": TOOLS}  # where pytest finds the plugin
        code = subprocess.run(command, check=False, env=environment).returncode  # noqa: S603 — ours
        sys.stdout.write(f"{' '.join(command[2:])}: {time.perf_counter() - start:.1f} s\n")
        sys.stdout.flush()
        if code:
            return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
