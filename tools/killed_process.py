"""Run a command in a process of its own, killed or hindered at a wanted moment."""

# ruff: noqa: S603 — it runs the program itself

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
HANGS = 900  # seconds after which a command is said to hang, on however slow a machine
# Renames, links and removals of the whole process are counted; at the wanted one it dies. A flush
# fails as on a full disk; on a read-only one nothing can be made.
WRAPPER = """
import errno, os, signal, sys
kind, wanted = sys.argv[1], int(sys.argv[2])
seen = 0
def step(name, call):
    def act(*arguments, **options):
        global seen
        seen += 1
        if kind == "sebelum" and seen == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        result = call(*arguments, **options)
        if kind == "sesudah" and seen == wanted:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return act
if kind in ("sebelum", "sesudah"):
    for name in ("replace", "rename", "link", "unlink"):
        setattr(os, name, step(name, getattr(os, name)))
if kind == "penuh":
    flush = os.fsync
    def full(handle):
        global seen
        seen += 1
        if seen >= wanted:
            raise OSError(errno.ENOSPC, "No space left on device")
        return flush(handle)
    os.fsync = full
if kind == "baca":
    make = os.open
    def refuse(path, flags, *rest, **options):
        if flags & os.O_CREAT and not str(path).startswith("/dev/"):
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        return make(path, flags, *rest, **options)
    os.open = refuse
    def refuse_folder(path, *rest, **options):
        raise OSError(errno.EROFS, "Read-only file system", str(path))
    os.mkdir = refuse_folder
from renstra_doc.__main__ import run
sys.argv = ["renstra", *sys.argv[3:]]
sys.exit(run())
"""


def call(folder: Path, *arguments: str, kind: str = "", wanted: int = 0) -> int:
    """Run a command in a folder, killed or hindered as wanted; out: its exit code."""
    return start(folder, *arguments, kind=kind, wanted=wanted).wait(HANGS)


def start(
    folder: Path, *arguments: str, kind: str = "", wanted: int = 0
) -> subprocess.Popen[bytes]:
    """Start a command; without PATH it finds no LibreOffice, whose measuring is not what is tried."""
    return subprocess.Popen(
        [sys.executable, "-c", WRAPPER, kind, str(wanted), *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PATH": "", "PYTHONPATH": str(REPOSITORY)},
    )
