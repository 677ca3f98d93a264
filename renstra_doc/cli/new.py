"""`renstra new`: a new document project, asked for or given by options."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE
from renstra_doc.cli.new_from import Beside, check_area, fill_area, new_from
from renstra_doc.cli.options import PATH
from renstra_doc.cli.output import after_work, complain, confirm, quote
from renstra_doc.finding import InputError, refuse_input
from renstra_doc.place import NOWHERE
from renstra_doc.run.new_project import create_project, find_form, list_forms, refuse_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from renstra_doc.run.new_project import Form

_FORMS = list_forms()
_OPTIONS = (
    ("opd", "Nama perangkat daerah, misalnya Dinas Kesehatan"),
    ("daerah", "Nama daerah, misalnya Kabupaten Contoh"),
    ("kepala", "Nama kepala perangkat daerah, penanda tangan"),
)


_FROM = "Buat dari dokumen yang sudah ada: Renstra lama (.docx), matriks (.xlsx, .csv)."
_AREA = "Isi tabel program dengan nomenklatur nasional satu bidang urusan, misalnya 2.09."
_HELP = """Membuat dokumen baru yang langsung dapat disusun, di folder DIR (baru atau kosong).

Di terminal, yang tidak diberikan dengan pilihan ditanyakan."""


@click.command("new", help=_HELP)
@click.argument("folder", metavar="DIR", type=PATH)
@click.option("--bentuk", help=f"Bentuk dokumen: {', '.join(_FORMS)}, atau folder bentuk sendiri.")
@click.option("--opd", help=f"{_OPTIONS[0][1]}.")
@click.option("--daerah", help=f"{_OPTIONS[1][1]}.")
@click.option("--periode", help="Tahun awal dan akhir, misalnya 2025-2029.")
@click.option("--kepala", help=f"{_OPTIONS[2][1]}.")
@click.option(
    "--tanya",
    is_flag=True,
    help="Bertanya juga bila jawabannya dialirkan dari perintah lain, baris demi baris.",
)
@click.option("--dari", type=PATH, help=_FROM)
@click.option("--lembar", default="", help="Lembar (atau tabel Word) dari berkas --dari.")
@click.option("--pertanyaan", type=PATH, help="Tulis pertanyaan yang terbuka ke CSV ini.")
@click.option("--jawab", type=PATH, help="Baca jawabannya dari CSV ini.")
@click.option("--laporan", type=PATH, help="Tulis laporan pengambilan (JSON) ke sini.")
@click.option("--bidang", help=_AREA)
def command(
    folder: Path,
    bentuk: str | None,
    periode: str | None,
    *,
    tanya: bool,
    dari: Path | None,
    bidang: str | None,
    **rest: Path | str | None,
) -> int:
    """Ask for what is not given where a person sits there, and write the project.

    Out: the exit code.
    """
    # Refused before anything is asked.
    refuse_folder(folder)
    given = {name: _text_or_none(rest[name]) for name, _ in _OPTIONS}
    every = {"bentuk": bentuk, "periode": periode, **given}
    # Everything else of click's options in one mapping: each is asked for by name.
    beside = Beside.of(rest)
    if dari is not None:
        return new_from(folder, dari, beside, every)
    beside.refuse_alone()
    if bidang is not None:
        check_area(bidang, given.get("daerah") or "")
    # Without a terminal nothing is asked unless `--tanya` says that the answers are piped.
    return _make(folder, every, bidang, asks=tanya or _is_terminal())


def _make(folder: Path, every: Mapping[str, str | None], area: str | None, *, asks: bool) -> int:
    """Write a project from a form, with the official names of a bidang urusan where one is said."""
    form, facts = _settle(every, asks=asks)
    fill = partial(fill_area, code=area, region=facts["daerah"]) if area is not None else None
    # The folder of somebody's own form is named by its path, which `form.nama` is not.
    create_project(folder, every["bentuk"] or form.nama, **facts, fill=fill)
    confirm(*describe(folder, form))
    # Who was not asked learns which defaults stand, and how to say otherwise.
    unsaid = [name for name, text in every.items() if text is None]
    if unsaid and not asks:
        with after_work():
            _tell_defaults(form, unsaid)
    return DONE


def _settle(every: Mapping[str, str | None], *, asks: bool) -> tuple[Form, dict[str, str]]:
    """Return the form, and period and facts: as given, as asked for, or "" for the usual."""
    named, period = every["bentuk"], every["periode"]
    # A form named is taken without a question, also at a terminal.
    form = find_form(named or "") if named or not asks else _ask_form()
    # Read now, so that a wrong period is told before the questions.
    if period:
        form.read_period(period)
    if not asks:
        return form, {name: every[name] or "" for name in ("periode", *dict(_OPTIONS))}
    facts = _ask_facts(form, every)
    if period is None:
        question = "Periode (tahun awal-tahun akhir)"
        period = _ask(question, form.periode, partial(_check_period, form))
    return form, {**facts, "periode": period}


def _ask_facts(form: Form, given: Mapping[str, str | None]) -> dict[str, str]:
    """Return the facts of the office; who sits there is asked for what was not given."""
    facts = {}
    for name, question in _OPTIONS:
        said = given[name]
        # An empty text is an answer, too: the usual placeholder stands.
        facts[name] = _prompt(question, form.fakta[name]) if said is None else said
    return facts


def _text_or_none(value: Path | str | None) -> str | None:
    return None if value is None else str(value)


def _is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _tell_defaults(form: Form, unsaid: Sequence[str]) -> None:
    """Say what stands for the facts that nobody was asked for."""
    usual = {**form.fakta, "bentuk": form.nama}
    shown = ", ".join(f"--{name} {quote(usual[name])}" for name in unsaid)
    click.echo(f"Catatan: tidak di terminal, jadi tidak ditanyakan; dipakai {shown}.", err=True)
    click.echo(
        "  → beri pilihannya, atau --tanya bila jawabannya dialirkan baris demi baris", err=True
    )


def _ask_form() -> Form:
    click.echo("Bentuk dokumen:")
    for number, form in enumerate(_FORMS.values(), start=1):
        click.echo(f"  {number}. {form.nama}: {form.keterangan}")
    return _FORMS[_ask("Pilih nomor", "1", _read_choice)]


def _read_choice(answer: str) -> str:
    """Return the form that a number or a name stands for."""
    numbered = {str(number): name for number, name in enumerate(_FORMS, start=1)}
    name = numbered.get(answer.strip(), answer.strip().lower())
    if name not in _FORMS:
        hint = f"tulis 1 sampai {len(_FORMS)}"
        raise refuse_input(NOWHERE, f"“{answer}” tidak ada dalam daftar", hint)
    return name


def _check_period(form: Form, answer: str) -> str:
    form.read_period(answer)
    return answer


def _ask(question: str, default: str, read: Callable[[str], str]) -> str:
    """Ask a person until the answer can be used; of piped answers a wrong one is an error."""
    while True:
        try:
            return read(_prompt(question, default))
        # From a pipe the next line answers the next question: asking again would shift them all.
        except InputError as error:
            if not _is_terminal():
                raise
            complain(error.findings)


def _prompt(question: str, default: str) -> str:
    """Ask once; where piped answers end, the rest is as usual."""
    try:
        answer: str = click.prompt(
            f"{question} (Enter: {default})", default=default, show_default=False
        )
    # click raises Abort for Ctrl+C as for the end of a pipe.
    except click.Abort:
        if _is_terminal():
            raise
        # The answer stands in the log as if it had been given.
        click.echo(default)
        return default
    return answer


def describe(folder: Path, form: Form) -> list[str]:
    """Return what was made and what comes next, in lines."""
    data = folder / "data"
    return [
        f"Dokumen baru: {folder} ({form.keterangan})",
        "Isi teks dalam [kurung siku] di data/, lalu:",
        f"  periksa : renstra check --data {quote(data)}",
        f"  susun   : renstra build --data {quote(data)}",
        f"Petunjuk  : {folder / 'BACA-SAYA.md'}",
    ]
