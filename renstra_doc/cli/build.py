"""`renstra build`: a data folder → the official Word document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from renstra_doc.cli.output import complain, count_findings, show_seconds
from renstra_doc.finding import Severity
from renstra_doc.pipeline import KEPT, MEASURED, OUTDATED, UNKNOWN, BuildResult, FindingsError, build
from renstra_doc.view import TableItem

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGES = {
    MEASURED: "nomor halaman diukur dengan LibreOffice",
    KEPT: "nomor halaman dari data/halaman.csv (masih sesuai)",
    OUTDATED: "PERHATIAN: nomor halaman dari ukuran lama; pasang LibreOffice lalu susun ulang agar pasti benar",
    UNKNOWN: "PERHATIAN: nomor halaman belum diketahui; pasang LibreOffice lalu susun ulang",
}


@click.command("build", help="Menyusun dokumen Word dari folder data.")
@click.option("--data", type=click.Path(path_type=Path), default=Path("data"), help="Folder data (bawaan: data).")
@click.option("--template", type=click.Path(path_type=Path), help="Templat Word (bawaan: yang disebut data).")
@click.option("--output", type=click.Path(path_type=Path), help="Berkas keluaran (bawaan: build/<nama>.docx).")
@click.option("--draft", is_flag=True, help="Susun juga bila ada temuan, dengan tanda DRAF di setiap halaman.")
def command(data: Path, template: Path | None, output: Path | None, draft: bool) -> int:  # noqa: FBT001 — click
    """Build and report; out: the exit code."""
    try:
        result = build(data, template, output, draft=draft, tell=lambda text: click.echo(text, err=True))
    except FindingsError as error:
        complain(error.report.stopping)
        click.echo("Dokumen tidak disusun. Perbaiki data, catat sebagai pengecualian, atau pakai --draft.", err=True)
        return 1
    complain([*result.findings, *(found for found in result.report.open if found.severity is not Severity.INFO)])
    click.echo(describe(result))
    return 0


def describe(result: BuildResult) -> str:
    """Return the closing lines of a build: parts, tables, rows, pages, findings, file, time."""
    kinds = [type(item).__name__ for item in result.view.items]
    rows = sum(len(item.rows) for item in result.view.items if isinstance(item, TableItem))
    pages = f", {result.halaman} halaman" if result.halaman else ""
    waived = len(result.report.findings) - len(result.report.open)
    lines = [
        f"Dokumen   : {result.path}",
        f"Isi       : {kinds.count('HeadingItem')} judul, {kinds.count('TableItem')} tabel, {rows} baris tabel{pages}",
        f"Halaman   : {_PAGES[result.nomor_halaman]}",
        f"Periksa   : {result.report.rules} aturan, {count_findings(result.report.open)} ({waived} dikecualikan)",
        f"Waktu     : {show_seconds(sum(result.seconds.values()))} ({_shares(result.seconds)})",
    ]
    return "\n".join(lines)


def _shares(seconds: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {round(lap * 1000)} md" for name, lap in seconds.items())
