"""Throw damaged input at the program: no traceback, no hang, nothing lost without a word.

    python tools/fuzz.py [--count 100000] [--seed 1] [--only NAME …] [--case NAME:NUMBER] [--limit 10]

Every input is made from `seed:kind:number` alone, so `--case project:4711` makes the same one again and shows it. An
input fails when it raises what the program does not promise, takes longer than `--limit` seconds, or breaks a law of
its kind (what was read is written and read back the same; what comes out is well-formed XML). Exit code 1 where one
failed.

| kind | is | share |
|---|---|---|
| load | bytes as a CSV file | 30 % |
| number | a text in each kind of numeric column | 25 % |
| markup | a text with emphasis, a list marker, a heading number | 15 % |
| expression | a text with figures over a small document | 15 % |
| project | a whole small project with one to four damages, loaded, checked, printed, written, rewritten | 14,2 % |
| shipped | the same with the project of `data/` | 0,3 % |
| template | a Word template with damaged bytes or parts | 0,5 % |
"""

# ruff: noqa: T201, S311 — a tool prints, and its chance must come again

from __future__ import annotations

import argparse
import faulthandler
import io
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from unittest.mock import patch

from fuzz_damage import damage_bytes, damage_files, damage_template, make_expression, make_text
from fuzz_words import NUMBERS, PIECES, TEXTS, WORDS
from lxml import etree

from renstra_doc.check import check_document
from renstra_doc.expression.language import Evaluator, ExpressionError
from renstra_doc.expression.names import Facts, show_marked
from renstra_doc.finding import InputError, Severity
from renstra_doc.load.project import load_project, load_table
from renstra_doc.model import compose_partly
from renstra_doc.model.rewrite import canonicalize
from renstra_doc.render import rendered as rendering
from renstra_doc.template.read import read_template
from renstra_doc.view import build_view
from renstra_doc.view.markdown import to_markdown
from renstra_doc.words.marker import is_first, parse_marker
from renstra_doc.words.markup import escape_markup, parse_markup, plain_text
from renstra_doc.words.numbers import KINDS, NumberError, canonical, format_besaran, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType
    from typing import Protocol

    from renstra_doc.model import Document
    from renstra_doc.template.read import TemplateLook

    class Bench(Protocol):
        """Makes inputs of every kind and tries them."""

        def make(self, kind: str, chance: Random) -> object:
            """Return an input of a kind, made by chance."""

        def try_out(self, kind: str, given: object) -> str:
            """Give an input to the program; out: in a word what came of it."""


REPOSITORY = Path(__file__).resolve().parents[1]
EXAMPLE = REPOSITORY / "examples" / "kabupaten-contoh" / "data"
TEMPLATE = REPOSITORY / "templates" / "renstra.docx"
SHARES = {
    "load": 300,
    "number": 250,
    "markup": 150,
    "expression": 150,
    "project": 142,
    "shipped": 3,
    "template": 5,
}
SLOWEST_SHOWN = 3

# --- Kinds of input ------------------------------------------------------------------------------


class HangError(BaseException):
    """An input that takes too long; not an Exception, so that no handler of the program swallows it."""


class BrokenLawError(AssertionError):
    """A law of the program that does not hold."""


@dataclass
class Tally:
    """What came of one kind: how many inputs, what they ended in, the slowest, those that failed."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: list[tuple[float, int]] = field(default_factory=list)
    failures: list[tuple[int, str]] = field(default_factory=list)

    def note(self, number: int, seconds: float) -> None:
        """Keep the slowest few."""
        self.slowest = sorted([*self.slowest, (seconds, number)], reverse=True)[:SLOWEST_SHOWN]


class Workshop:
    """Makes inputs of every kind and tries them; holds the folder in which projects are damaged."""

    def __init__(self, folder: Path) -> None:
        """Copy the example project, with an organisation chart and one block of each kind, into `folder`."""
        self.folder = folder
        self.project = folder / "data"
        self.files = read_example()
        self.shipped = read_files(REPOSITORY / "data")
        write_files(folder / "shipped", self.shipped)
        self.template = TEMPLATE.read_bytes()
        write_files(self.project, self.files)
        document, _ = compose_partly(load_project(self.project))
        self.names = Facts(document).names()
        self.document, self.view = document, build_view(document)
        self.look = read_template(TEMPLATE, document.dokumen)

    def make(self, kind: str, chance: Random) -> object:
        """Return an input of a kind, made by chance."""
        makers: dict[str, Callable[[Random], object]] = {
            "load": self._make_bytes,
            "number": lambda chance: make_text(chance, NUMBERS),
            "markup": lambda chance: make_text(chance, (*TEXTS, *WORDS)),
            "expression": make_expression,
            "project": lambda chance: damage_files(chance, self.files),
            "shipped": lambda chance: damage_files(chance, self.shipped),
            "template": lambda chance: damage_template(chance, self.template),
        }
        return makers[kind](chance)

    def try_out(self, kind: str, given: object) -> str:
        """Give an input to the program; out: in a word what came of it."""
        trials: dict[str, Callable[..., str]] = {
            "load": self._try_load,
            "number": try_number,
            "markup": try_markup,
            "expression": self._try_expression,
            "project": lambda given: self._try_project(self.project, self.files, given),
            "shipped": lambda given: self._try_project(
                self.folder / "shipped", self.shipped, given
            ),
            "template": self._try_template,
        }
        return trials[kind](given)

    def _make_bytes(self, chance: Random) -> bytes:
        start = chance.choice([b"", *self.files.values()])
        if not start:
            return b"".join(chance.choice(PIECES) for _ in range(chance.randint(0, 40)))
        for _ in range(chance.randint(1, 4)):
            start = damage_bytes(chance, start)
        return start

    def _try_load(self, given: bytes) -> str:
        path = self.folder / "satu.csv"
        path.write_bytes(given)
        table, findings = load_table(path, "satu.csv", self.folder)
        require(table is not None or bool(findings), "neither a table nor a reason")
        require(all(str(finding) for finding in findings), "a finding that says nothing")
        if table is None:
            return "refused"
        require(
            all(len(row.cells) == len(table.header) for row in table.rows),
            "a row that does not fit its header",
        )
        return "remarks" if findings else "read"

    def _try_expression(self, given: str) -> str:
        try:
            shown = Evaluator(self.names, show_marked).resolve(given)
        except ExpressionError as error:
            require(bool(str(error)), "an error that says nothing")
            return "refused"
        require(isinstance(shown, str), "no text came out")
        return "read"

    def _try_project(
        self, folder: Path, files: Mapping[str, bytes], given: Mapping[str, bytes | None]
    ) -> str:
        write_files(folder, given)
        try:
            return run_project(folder, self.look)
        finally:
            write_files(folder, {name: files.get(name) for name in given})

    def _try_template(self, given: bytes) -> str:
        path = self.folder / "templat.docx"
        path.write_bytes(given)
        try:
            look = read_template(path, self.document.dokumen)
            write_document(self.document, self.view, look)
        except InputError as error:
            require(bool(error.findings), "refused without a reason")
            return "refused"
        require(bool(look.sections), "a template without sections")
        return "read"


def require(holds: bool, law: str) -> None:  # noqa: FBT001 — a law holds or not
    """Raise BrokenLawError unless a law holds."""
    if not holds:
        raise BrokenLawError(law)


def read_example() -> dict[str, bytes]:
    """Return the files of the example, with what it lacks of the language added."""
    files = read_files(EXAMPLE)
    files["struktur-organisasi.csv"] = (
        b"id,induk,jabatan,eselon,jumlah\nkepala,,Kepala,II.b,1 orang\nsekretaris,kepala,Sekretaris,III.a,\n"
        b"bidang,kepala,Bidang Satu,III.b,3 orang\nupt,,UPT,,\n"
    )
    files["naskah/03-semua.csv"] = (
        b"id,jenis,tingkat,penanda,gaya,acuan,teks\ns-bab,bab,,BAB I,,,SEMUA\ns-sub,subbab,2,1.1,,,Sub\n"
        b"s-sub3,subbab,3,a.,,,Sub tiga\ns-judul,judul,,,,,Judul\ns-p,paragraf,2,,,,Alinea *miring* **tebal**\n"
        b"s-b1,butir,1,1.,,lanjut,\"satu {{ sebut(cacah('isu', 'isu')) }}\"\ns-b2,butir,2,a),,,dua\ns-k,kutipan,,,,,K\n"
        b"s-l,label,,,,,Menimbang\ns-lb,butir,,a.,,,bahwa\ns-t,tanda_tangan,,,,,Kepala\ns-r,ruang,,,,,\n"
        b"s-bagan,bagan,,,,struktur-organisasi.csv,Bagan\ns-di,daftar_isi,2,,,,\ns-dt,daftar_tabel,,,,,\n"
        b"s-g,ganti_halaman,,,,,\n"
    )
    return files


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the CSV files under a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.csv"))
    }


def write_files(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Write files under a folder; None removes one."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


# --- Laws ----------------------------------------------------------------------------------------


def try_number(given: str) -> str:
    """Read a text in every kind of column; what is read is written and read back the same."""
    outcome = "refused"
    for kind in KINDS:
        try:
            besaran = parse(kind, given)
        except NumberError as error:
            require(bool(str(error) and error.saran), "a refusal without advice")
            continue
        outcome = "read"
        if besaran is not None:
            require(parse(kind, canonical(kind, besaran)) == besaran, f"{kind}: not read back")
            require(bool(format_besaran(kind, besaran, 2)), "printed as nothing")
    return outcome


def try_markup(given: str) -> str:
    """Read a text as markup and as a marker; no letter but the marks themselves is lost."""
    runs = parse_markup(given)
    kept = "".join(run.teks for run in runs)
    require(
        [c for c in kept if c not in "*\\"] == [c for c in given if c not in "*\\"],
        "a letter is lost",
    )
    require(plain_text(escape_markup(given)) == given, "an escaped text is not read back")
    marker = parse_marker(given)
    shown = [marker.show(number, 1) for number in (1, 2, 27, 4999)]
    require(not is_first(given) or shown[0] == given, "a first sample that is not printed")
    return "read"


def run_project(folder: Path, look: TemplateLook) -> str:
    """Take a folder through every stage; out: how far it came."""
    raw = load_project(folder)
    canonicalize(raw)
    document, findings = compose_partly(raw)
    require(all(str(finding) for finding in findings), "a finding that says nothing")
    if any(finding.severity is Severity.ERROR for finding in findings):
        return "refused on reading"
    try:
        report = check_document(document)
        require(all(str(finding) for finding in report.findings), "a finding that says nothing")
        view = build_view(document)
        to_markdown(view)
        write_document(document, view, look)
    except InputError as error:
        require(bool(error.findings), "refused without a reason")
        return "refused in a later stage"
    return "stopped by the checks" if report.stopping else "written"


def write_document(document: Document, view: object, look: TemplateLook) -> None:
    """Write the .docx with the template read once, and hold every part to be well-formed."""
    with patch.object(rendering, "read_template", lambda *_: look):
        draft = rendering.render_view(view, TEMPLATE, sources=None)  # type: ignore[arg-type]
    content = draft.to_bytes({})
    require(bool(document.blocks), "a document without blocks")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in ("word/document.xml", "word/numbering.xml", "docProps/core.xml"):
            etree.fromstring(archive.read(name))


# --- The run -------------------------------------------------------------------------------------


def run(
    shop: Bench, kinds: Mapping[str, int], seed: int, limit: float
) -> Iterator[tuple[str, Tally]]:
    """Try so many inputs of each kind; yield the tally of each."""
    for kind, count in kinds.items():
        tally = Tally()
        for number in range(count):
            given = shop.make(kind, Random(f"{seed}:{kind}:{number}"))
            started = time.perf_counter()
            outcome, trouble = attempt(shop, kind, given, limit)
            tally.note(number, time.perf_counter() - started)
            tally.outcomes[outcome] += 1
            if trouble:
                tally.failures.append((number, trouble))
        yield kind, tally


def attempt(shop: Bench, kind: str, given: object, limit: float) -> tuple[str, str]:
    """Try one input; out: what came of it, and the traceback where it failed."""
    signal.setitimer(signal.ITIMER_REAL, limit)
    faulthandler.dump_traceback_later(limit * 6, exit=True)  # for a hang that no signal ends
    try:
        return shop.try_out(kind, given), ""
    except HangError:
        return "HANG", traceback.format_exc()
    except Exception:  # noqa: BLE001 — whatever it is, it is what we look for
        return "FAILED", traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()


def hang(_signal: int, _frame: FrameType | None) -> None:
    """End an input that takes too long."""
    raise HangError


def report(kind: str, tally: Tally, seconds: float) -> None:
    """Print the figures of a kind: inputs, outcomes, time, the failures by their last line."""
    outcomes = ", ".join(f"{count} {name}" for name, count in tally.outcomes.most_common())
    slowest = ", ".join(f"{kind}:{number} {took * 1000:.0f} ms" for took, number in tally.slowest)
    print(f"{kind:<11}{tally.outcomes.total():>9}  {seconds:>7.1f} s  {outcomes}")
    print(f"{'':<31}slowest: {slowest}", flush=True)
    seen: Counter[str] = Counter()
    for number, text in tally.failures:
        key = f"{find_spot(text)} {text.strip().splitlines()[-1][:150]}"
        seen[key] += 1
        if seen[key] == 1:
            print(f"{'':<4}{kind}:{number}  {key}", flush=True)
    for key, count in seen.most_common():
        print(f"{'':<4}{count} × {key}", flush=True)


def find_spot(text: str) -> str:
    """Return the last place of a traceback that lies in the program."""
    spots = [
        line.strip() for line in text.splitlines() if "renstra_doc/" in line and "line" in line
    ]
    return spots[-1].replace(str(REPOSITORY), "") if spots else ""


def split_count(count: int, only: Sequence[str]) -> dict[str, int]:
    """Share the inputs out over the kinds."""
    chosen = {kind: share for kind, share in SHARES.items() if not only or kind in only}
    total = sum(chosen.values())
    return {kind: -(-count * share // total) for kind, share in chosen.items()}


def show_case(shop: Workshop, case: str, seed: int, limit: float) -> int:
    """Make one input again, show it and what comes of it."""
    kind, _, number = case.partition(":")
    given = shop.make(kind, Random(f"{seed}:{kind}:{number}"))
    shown = given if kind != "template" else f"{len(given)} bytes"  # type: ignore[arg-type]
    print(repr(shown))
    outcome, trouble = attempt(shop, kind, given, limit)
    print(outcome, trouble, sep="\n")
    return bool(trouble)


def main() -> int:
    """Run; out: 1 where an input failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], choices=list(SHARES))
    parser.add_argument("--case", help="make one input again, e.g. project:4711")
    parser.add_argument("--limit", type=float, default=10.0, help="seconds that an input may take")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, hang)
    memory = Path("/dev/shm")  # noqa: S108 — a folder of its own is made in it
    parent = memory if memory.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="renstra-fuzz-", dir=parent))
    try:
        shop = Workshop(folder)
        if options.case:
            return show_case(shop, options.case, options.seed, options.limit)
        started = time.perf_counter()
        total, failed = 0, 0
        for kind, tally in run(
            shop, split_count(options.count, options.only), options.seed, options.limit
        ):
            report(kind, tally, time.perf_counter() - started)
            started = time.perf_counter()
            total += tally.outcomes.total()
            failed += len(tally.failures)
        print(f"{total} inputs, {failed} failed (seed {options.seed})")
        return 1 if failed else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
