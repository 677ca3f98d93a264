"""`renstra new`: a new document project, asked for or given by options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE
from renstra_doc.cli.output import complain, quote
from renstra_doc.finding import InputError, reading_error
from renstra_doc.forms import create_project, list_forms, parse_period, refuse_folder
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMS = list_forms()
_OPTIONS = (
    ("opd", "Nama perangkat daerah, misalnya Dinas Kesehatan"),
    ("daerah", "Nama daerah, misalnya Kabupaten Contoh"),
    ("kepala", "Nama kepala perangkat daerah, penanda tangan"),
)


@click.command("new", help="Membuat dokumen baru yang langsung dapat disusun, di folder DIR (baru atau kosong).")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--bentuk", type=click.Choice(list(_FORMS)), help=f"Bentuk dokumen: {', '.join(_FORMS)}.")
@click.option("--opd", help=f"{_OPTIONS[0][1]}.")
@click.option("--daerah", help=f"{_OPTIONS[1][1]}.")
@click.option("--periode", help="Tahun awal dan akhir, misalnya 2025-2029.")
@click.option("--kepala", help=f"{_OPTIONS[2][1]}.")
def command(folder: Path, bentuk: str | None, periode: str | None, **given: str | None) -> int:
    """Ask for what is not given where a person sits there, and write the project; out: the exit code."""
    refuse_folder(folder)
    if periode:
        parse_period(periode)
    asks = sys.stdin is not None and sys.stdin.isatty()
    form = bentuk or (_ask_form() if asks else next(iter(_FORMS)))
    facts = _FORMS[form].fakta
    for name, question in _OPTIONS:
        if given[name] is None and asks:
            given[name] = click.prompt(question, default=facts[name])
    if periode is None and asks:
        periode = _ask("Periode (tahun awal-tahun akhir)", facts["periode"], _read_period)
    texts = {name: text or "" for name, text in given.items()}
    create_project(folder, form, periode=periode or "", **texts)
    click.echo(describe(folder, form))
    return DONE


def _ask_form() -> str:
    click.echo("Bentuk dokumen:")
    for number, form in enumerate(_FORMS.values(), start=1):
        click.echo(f"  {number}. {form.nama}: {form.keterangan}")
    return _ask("Pilih nomor", "1", _read_choice)


def _read_choice(answer: str) -> str:
    """Return the form that a number or a name stands for."""
    numbered = {str(number): name for number, name in enumerate(_FORMS, start=1)}
    name = numbered.get(answer.strip(), answer.strip())
    if name not in _FORMS:
        hint = f"tulis 1 sampai {len(_FORMS)}"
        raise InputError([reading_error(Place(), f"“{answer}” tidak ada dalam daftar", hint)])
    return name


def _read_period(answer: str) -> str:
    parse_period(answer)
    return answer


def _ask(question: str, default: str, read: Callable[[str], str]) -> str:
    """Ask until the answer can be used."""
    while True:
        try:
            return read(click.prompt(question, default=default))
        except InputError as error:
            complain(error.findings)


def describe(folder: Path, form: str) -> str:
    """Return what was made and what comes next."""
    data = folder / "data"
    lines = [
        f"Dokumen baru: {folder} ({_FORMS[form].keterangan})",
        "Isi teks dalam [kurung siku] di data/, lalu:",
        f"  periksa : renstra check --data {quote(data)}",
        f"  susun   : renstra build --data {quote(data)}",
        f"Petunjuk  : {folder / 'BACA-SAYA.md'}",
    ]
    return "\n".join(lines)
