"""`renstra import`: an edited workbook back into the data folder, or a foreign table into it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from renstra_doc.cli import DONE, STOPPED
from renstra_doc.cli.bring_in import Wanted, import_table, is_foreign, tell_unknown
from renstra_doc.cli.options import PATH, data_option
from renstra_doc.cli.output import (
    after_work,
    complain,
    finish_left,
    is_wanted,
    quote,
    say,
    writing_beside,
)
from renstra_doc.cli.sheet_answers import read_sheet_answers, write_open
from renstra_doc.cli.sheet_report import write_sheet_report
from renstra_doc.files.journal import plan_anew, write_files
from renstra_doc.finding import InputError
from renstra_doc.workbook.difference import describe_changes
from renstra_doc.workbook.importing import plan_import
from renstra_doc.workbook.record import remember_import

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from renstra_doc.merge.three_way import Conflict
    from renstra_doc.workbook.importing import ImportPlan

_OTHER = "Terima juga buku kerja yang diekspor dari dokumen lain."
_OVERWRITE = (
    "Pakai isi lembar juga untuk berkas yang berubah di folder data sejak "
    "ekspor atau impor terakhir."
)
SHEET, RETURNED, FOREIGN = (
    "buku kerja hasil renstra export",
    "dokumen .docx hasil renstra build",
    "tabel asing, dengan --tabel ID",
)
# Options that mean something for one kind of file alone.
_MEANT = {
    "timpa": SHEET,
    "dokumen_lain": SHEET,
    "penulis": RETURNED,
    "hanya": RETURNED,
    "lembar": FOREIGN,
}

_HELP = """Memasukkan berkas: buku kerja hasil renstra export atau dokumen .docx hasil renstra build
yang disunting, atau dengan --tabel sebuah tabel yang sudah ada di kantor (Excel, CSV, Word).
Perubahannya ditampilkan dahulu."""


@click.command("import", help=_HELP)
@click.argument("workbook", metavar="BERKAS", type=PATH)
@data_option
@click.option("--ya", is_flag=True, help="Tulis tanpa bertanya.")
@click.option("--timpa", is_flag=True, help=_OVERWRITE)
@click.option("--dokumen-lain", is_flag=True, help=_OTHER)
@click.option("--tabel", help="Id tabel proyek yang menerima tabel asing; yang baru dibuatkan.")
@click.option("--lembar", default="", help="Lembar (Excel) atau tabel (Word) yang dimaksud.")
@click.option(
    "--pertanyaan", type=PATH, help="Tulis pertanyaan yang belum dijawab ke berkas CSV ini."
)
@click.option("--jawab", type=PATH, help="Baca jawabannya dari berkas CSV ini.")
@click.option("--penulis", default="", help="Penulis suntingan Word tanpa Track Changes.")
@click.option(
    "--hanya",
    multiple=True,
    help="Hanya suntingan dari penulis ini, atau di berkas ini (boleh diulang).",
)
@click.option("--laporan", type=PATH, help="Tulis laporan impor (JSON) ke berkas ini.")
def command(
    workbook: Path,
    data: Path,
    tabel: str | None,
    *,
    ya: bool,
    timpa: bool,
    dokumen_lain: bool,
    hanya: tuple[str, ...] = (),
    **foreign: Path | str | None,
) -> int:
    """Show what would change and write it where that is wanted; out: the exit code."""
    finish_left(data)
    if tabel is not None:
        _refuse_options(FOREIGN)
        return _import_foreign(workbook, data, tabel, foreign, ya=ya)
    # Asked first: a returned document is a .docx, too, which else is a table of a stranger.
    if is_returned(workbook):
        _refuse_options(RETURNED)
        return _import_returned(workbook, data, hanya, foreign, ya=ya)
    if is_foreign(workbook):
        raise tell_unknown(workbook, data)
    _refuse_options(SHEET)
    asked = map(_paths_of(foreign).get, ("pertanyaan", "jawab", "laporan"))
    call = SheetCall(workbook, data, ya, timpa, dokumen_lain, *asked)
    # Without `--ya` a person sees the changes first: what they agreed to is not planned anew.
    return plan_anew(lambda: _import(call)) if ya else _import(call)


@dataclass(frozen=True, slots=True)
class SheetCall:
    """What was asked of an import of a workbook of this program."""

    workbook: Path
    data: Path
    yes: bool
    overwrite: bool
    other_document: bool
    questions: Path | None = None
    answers: Path | None = None
    report: Path | None = None


def _refuse_options(kind: str) -> None:
    """Refuse options that the import of a file of this kind would pass over in silence."""
    context = click.get_current_context()
    for option in context.command.params:
        meant = _MEANT.get(option.name or "", kind)
        source = context.get_parameter_source(option.name or "")
        if meant != kind and source is ParameterSource.COMMANDLINE:
            message = f"{option.opts[0]} hanya untuk {meant}; yang dibaca di sini {kind}"
            raise click.UsageError(message)


def is_returned(file: Path) -> bool:
    """Return whether a file is a document of this program: one that carries its data."""
    if file.suffix.lower() != ".docx" or not file.is_file():
        return False
    from renstra_doc.returned.file_kind import (  # noqa: PLC0415 — only a .docx has an identity
        FileKind,
        recognise_file,
    )

    return recognise_file(file) is FileKind.RETURNED


def _paths_of(options: Mapping[str, Path | str | None]) -> dict[str, Path]:
    """Return those options that were given and name a file."""
    return {name: path for name, path in options.items() if isinstance(path, Path)}


def _import_foreign(
    source: Path, data: Path, table: str, foreign: Mapping[str, Path | str | None], *, ya: bool
) -> int:
    paths = _paths_of(foreign)
    wanted = Wanted(
        table,
        str(foreign.get("lembar") or ""),
        yes=ya,
        questions=paths.get("pertanyaan"),
        answers=paths.get("jawab"),
        report=paths.get("laporan"),
    )
    if ya:
        return plan_anew(lambda: import_table(source, data, wanted))
    return import_table(source, data, wanted)


def _import_returned(
    file: Path,
    data: Path,
    chosen: tuple[str, ...],
    given: Mapping[str, Path | str | None],
    *,
    ya: bool,
) -> int:
    from renstra_doc.cli.take_back import (  # noqa: PLC0415 — a workbook needs no reader of Word files
        ReturnCall,
        import_returned,
        read_answers,
    )
    from renstra_doc.returned.answers import Choice  # noqa: PLC0415

    paths = _paths_of(given)
    answers = read_answers(paths["jawab"]) if "jawab" in paths else {}
    choice = Choice(str(given.get("penulis") or ""), chosen, answers, terima=ya)
    beside = (paths.get(name) for name in ("pertanyaan", "laporan", "jawab"))
    return import_returned(ReturnCall(file, data, choice, ya, *beside))


def _import(call: SheetCall) -> int:
    # Cell by cell only where the sheet is to win and a person sits there to be asked.
    asks = call.overwrite and not call.yes and call.questions is None and call.answers is None
    asks = asks and sys.stdin is not None and sys.stdin.isatty()
    ask = _ask_cell if asks else None
    decided = read_sheet_answers(call.answers, overwrite=call.overwrite, ask=ask)
    try:
        plan = _plan(call, decided.choose)
    except InputError:
        # A refusal for another reason, or without a place for questions, is told as it is.
        if call.questions is None or not decided.open:
            raise
        write_open(call.questions, decided.open, call.workbook, call.data, call.report)
        return STOPPED
    beside = {call.report: lambda: write_sheet_report(plan, decided.left)}
    with writing_beside(beside, call.data, call.workbook, call.answers):
        return _show_and_write(call, plan)


def _plan(call: SheetCall, choose: Callable[[Conflict], str | None]) -> ImportPlan:
    return plan_import(
        call.workbook,
        call.data,
        overwrite=call.overwrite,
        other_document=call.other_document,
        choose=choose,
    )


def _show_and_write(call: SheetCall, plan: ImportPlan) -> int:
    data = call.data
    complain(plan.findings)
    code = STOPPED if plan.stranded else DONE
    if not plan.files:
        write_files(data, {})  # sweeps what a killed import left
        click.echo("Tidak ada yang ditulis." if plan.stranded else "Tidak ada perubahan.")
        return code
    for line in describe_changes(plan.changes):
        say(line)
    if not call.yes and not is_wanted(data):
        return STOPPED
    write_files(data, plan.files, plan.before, "import")
    # After the data: what the workbook remembers must be what the folder has taken.
    remarks = remember_import(call.workbook, data, plan.export, plan.taken)
    with after_work():
        complain(remarks)
        for line in describe(plan, data):
            say(line)
    return code


def _ask_cell(conflict: Conflict) -> str:
    """Ask which value a cell is to have that the sheet and somebody else changed."""
    click.echo()
    say(str(conflict))
    while True:
        said: str = click.prompt("Pakai nilai lembar atau folder?", default="folder")
        if said.strip().lower() in ("lembar", "folder"):
            # “Lembar” and “folder” are the words of the conflict printed above.
            return conflict.mereka if said.strip().lower() == "lembar" else conflict.kita
        click.echo("Jawab dengan lembar atau folder.", err=True)


def describe(plan: ImportPlan, data: Path) -> list[str]:
    """Return the closing line and what comes next."""
    return [
        f"{len(plan.files)} berkas di {data} ditulis.",
        f"  → periksa: renstra check --data {quote(data)}",
    ]
