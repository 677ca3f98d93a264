"""`renstra new DIR --dari BERKAS` and `--bidang KODE`.

A project from what an office already has.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE, STOPPED
from renstra_doc.cli.bring_in import tell_questions
from renstra_doc.cli.output import complain, quote
from renstra_doc.files.journal import write_files
from renstra_doc.finding import Finding, InputError, Severity, reading_error
from renstra_doc.intake.existing import read_existing, write_project
from renstra_doc.intake.open_source import DOCUMENTS
from renstra_doc.nomenklatur.area import fill_project, refuse_area
from renstra_doc.place import Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from renstra_doc.intake.project_of_word import WordProject

MOST_TOLD = 12


def new_from(
    folder: Path, source: Path, *, form: str, periode: str, given: Mapping[str, str | None]
) -> int:
    """Write a project made of an existing document; out: the exit code."""
    if form or periode or any(given.values()):
        hint = "isi dokumen.csv sesudah proyeknya jadi, atau buat tanpa --dari"
        message = "--dari mengambil bentuk dan faktanya dari berkas itu"
        raise InputError([reading_error(Place(), message, hint)])
    project = _read_project(source)
    if project is None:
        return STOPPED
    write_project(folder, project)
    _tell(folder, source, project)
    return DONE


def _read_project(source: Path) -> WordProject | None:
    project, questions = read_existing(source)
    if questions:
        tell_questions(questions)
        _tell_way(source)
    return project


def _tell_way(source: Path) -> None:
    click.echo(
        "  → buat proyek kosong dahulu (renstra new FOLDER), lalu: "
        f"renstra import {quote(source)} --data FOLDER/data --tabel program --pertanyaan tanya.csv",
        err=True,
    )


def _tell(folder: Path, source: Path, project: WordProject) -> None:
    """Say what came in, what is doubtful, what was left out, and what comes next."""
    doubts = [remark for remark in project.remarks if remark.kind in ("ragu", "temuan")]
    complain(
        [
            Finding(
                "impor", remark.message, Place(remark.place), Severity.WARNING, actual=remark.text
            )
            for remark in doubts[:MOST_TOLD]
        ]
    )
    if len(doubts) > MOST_TOLD:
        click.echo(f"… dan {len(doubts) - MOST_TOLD} lagi", err=True)
    left = Counter(remark.message for remark in project.remarks if remark.kind == "dibuang")
    for message, count in left.items():
        click.echo(f"Tidak dimasukkan: {count} × {message}", err=True)
    counts = ", ".join(f"{count} {name}" for name, count in project.counts.items())
    data = quote(folder / "data")
    click.echo(f"Dokumen baru: {folder}, dari {source.name} ({counts})")
    click.echo(f"  periksa : renstra check --data {data}")
    click.echo(f"  susun   : renstra build --data {data}")
    if source.suffix.lower() in DOCUMENTS:
        click.echo(f"  bandingkan: renstra diff {quote(source)} {data}")


def check_area(code: str, region: str) -> None:
    """Refuse a code that is no bidang urusan before anything is written."""
    refuse_area(code, is_province=_is_province(region))


def _is_province(region: str) -> bool:
    return region.lower().startswith("provinsi")


def fill_area(folder: Path, code: str, region: str) -> None:
    """Fill the table of programs of a new project with the official names of a bidang urusan."""
    files = fill_project(folder / "data", code, is_province=_is_province(region))
    write_files(folder / "data", files, None, "new")
