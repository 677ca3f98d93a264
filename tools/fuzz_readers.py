"""Throw damaged Word files, workbooks and tables at all that reads them: no traceback, no hang.

    python tools/fuzz_readers.py [--count 2000] [--seed 1] [--only NAME …] [--case NAME:NUMBER]

As `tools/fuzz.py`, whose damages it uses: every input is made from `seed:kind:number` alone.

| kind | is | share |
|---|---|---|
| sheet | a foreign workbook with damaged parts, taken up as a table and as a new project | 25 % |
| lines | a foreign CSV file, the same | 15 % |
| word | a foreign Word file, the same | 15 % |
| returned | a document of the program with damaged parts: imported | 10 % |
| document | the same: verified, and read as text | 10 % |
| book | an exported workbook with damaged parts: imported | 15 % |
| merge | a folder damaged twice: both merged into it | 10 % |
"""

# ruff: noqa: T201, S311 — a tool prints, and its chance must come again

from __future__ import annotations

import argparse
import contextlib
import io
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, cast

import fuzz
from fuzz_damage import damage_bytes, damage_files, damage_xml

from renstra_doc.cli import main as call
from renstra_doc.files.zipfiles import ZipError, read_zip, zip_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    Damages = dict[str, Mapping[str, bytes | None]]

CASES = fuzz.REPOSITORY / "tests" / "kasus"
SHARES = {
    "sheet": 25,
    "lines": 15,
    "word": 15,
    "returned": 10,
    "document": 10,
    "book": 15,
    "merge": 10,
}
OFTEN = 0.85


def damage_package(chance: Random, content: bytes) -> bytes:
    """Damage one to three parts of a zip, seldom its bytes."""
    try:
        parts = read_zip(content)
    except ZipError:
        return damage_bytes(chance, content)
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(sorted(parts))
        text = parts[name].decode("utf-8", "replace")
        parts[name] = (
            damage_xml(chance, text).encode("utf-8", "surrogatepass")
            if chance.random() < OFTEN
            else damage_bytes(chance, parts[name])
        )
    return zip_parts(parts, deflate=True)


class Bench:
    """Makes damaged files and hands them to the commands that read such."""

    def __init__(self, folder: Path) -> None:
        """Copy the example and make of it a document and a workbook."""
        self.folder, self.data = folder, folder / "data"
        shutil.copytree(fuzz.EXAMPLE, self.data)
        shutil.copytree(fuzz.EXAMPLE.parent / "templates", folder / "templates")
        self.book, self.document = folder / "buku.xlsx", folder / "dokumen.docx"
        self._call("export", str(self.book))
        self._call("build", "--output", str(self.document))
        self.files = fuzz.read_files(self.data)

    def make(self, kind: str, chance: Random) -> tuple[Path, bytes] | Damages:
        """Return a damaged file with a name for it, or the damages of two folders."""
        if kind == "merge":
            return {name: damage_files(chance, self.files) for name in ("asal", "mereka")}
        endings = {"sheet": ".xlsx", "lines": ".csv", "word": ".docx"}
        own = self.book if kind == "book" else self.document
        ending = endings.get(kind)
        source = chance.choice(sorted(CASES.rglob(f"*{ending}")) or [own]) if ending else own
        damage = damage_bytes if ending == ".csv" else damage_package
        return self.folder / f"masukan{source.suffix}", damage(chance, source.read_bytes())

    def try_out(self, kind: str, given: object) -> str:
        """Give a file to its commands; out: their exit codes."""
        if isinstance(given, dict):
            return self._try_merge(given)
        path, content = cast("tuple[Path, bytes]", given)
        path.write_bytes(content)
        new = self.folder / "baru"
        acts: dict[str, tuple[tuple[str, ...], ...]] = {
            "returned": (("import", str(path)),),
            "book": (("import", str(path)),),
            "document": (("verify", str(path)), ("text", str(path))),
        }
        foreign = (("import", str(path), "--tabel", "baru"), ("new", str(new), "--dari", str(path)))
        try:
            return " ".join(str(self._call(*words)) for words in acts.get(kind, foreign))
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def _try_merge(self, given: Damages) -> str:
        sides = []
        for name, damages in given.items():
            side = self.folder / name
            shutil.copytree(self.data, side, dirs_exist_ok=True)
            fuzz.write_files(side, damages)
            sides.append(str(side))
        ours = self.folder / "kita"
        shutil.copytree(self.data, ours)
        try:
            return str(self._call("gabung", sides[0], str(ours), sides[1]))
        finally:
            for side in (*map(Path, sides), ours):
                shutil.rmtree(side)

    def _call(self, *words: str) -> int:
        takes_data = words[0] not in ("new", "gabung", "verify", "text")
        given = ("--data", str(self.data)) if takes_data else ()
        said = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            code = call([*words, *given])
        fuzz.require(code in (0, 1, 2), f"exit code {code}")
        fuzz.require(code != 2 or bool(said.getvalue()), "refused without a reason")  # noqa: PLR2004
        return code


def share(count: int, only: list[str]) -> dict[str, int]:
    """Share the inputs out over the kinds."""
    chosen = {kind: part for kind, part in SHARES.items() if not only or kind in only}
    return {kind: -(-count * part // sum(chosen.values())) for kind, part in chosen.items()}


def run_all(bench: Bench, options: argparse.Namespace) -> int:
    """Try every input, print the figures; out: how many failed."""
    failed = 0
    if options.case:
        kind, _, number = options.case.partition(":")
        outcome, trouble = fuzz.attempt(
            bench, kind, bench.make(kind, Random(f"{options.seed}:{kind}:{number}")), options.limit
        )
        print(outcome, trouble, sep="\n")
        return bool(trouble)
    started = time.perf_counter()
    counts = share(options.count, options.only)
    for kind, tally in fuzz.run(bench, counts, options.seed, options.limit):
        fuzz.report(kind, tally, time.perf_counter() - started)
        started = time.perf_counter()
        failed += len(tally.failures)
    print(f"{sum(counts.values())} inputs, {failed} failed (seed {options.seed})")
    return failed


def main() -> int:
    """Run; out: 1 where an input failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], choices=list(SHARES))
    parser.add_argument("--case", help="make one input again, e.g. sheet:47")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds that an input may take")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, fuzz.hang)
    folder = Path(tempfile.mkdtemp(prefix="renstra-fuzz-"))
    try:
        return 1 if run_all(Bench(folder), options) else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
