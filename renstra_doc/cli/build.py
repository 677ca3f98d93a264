"""`renstra build`: a data folder → the official Word document."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import click

from renstra_doc.check.coverage import MONEY
from renstra_doc.cli.options import PATH, build_options
from renstra_doc.cli.output import after_work, complain, describe_placeholders, show_seconds
from renstra_doc.finding import Severity, count_severities
from renstra_doc.report.evidence import describe_proof, describe_reach
from renstra_doc.run.pipeline import (
    ALTERED,
    KEPT,
    MEASURED,
    OUTDATED,
    UNKNOWN,
    BuildResult,
    FindingsError,
    build_document,
)
from renstra_doc.view import TableItem
from renstra_doc.words.numbers import format_angka

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from renstra_doc.check import CheckReport
    from renstra_doc.run.steps import Step

_HELP = """Menyusun dokumen Word dari folder data.

Dengan DIR: menyusun banyak dokumen sekaligus. DIR ialah folder proyek, folder data, atau folder
yang berisi banyak proyek; satu kegagalan tidak menghentikan yang lain.
"""
PAGES = {
    MEASURED: "nomor halaman diukur dengan LibreOffice",
    KEPT: "nomor halaman dari data/halaman.csv (masih sesuai)",
    OUTDATED: "PERHATIAN: nomor halaman dari ukuran lama, sebab tidak diukur",
    ALTERED: "PERHATIAN: nomor halaman di data/halaman.csv bukan lagi yang diukur",
    UNKNOWN: "PERHATIAN: nomor halaman belum diketahui",
}


def say_pages(source: str) -> str:
    """Say where page numbers are from, and what to do where they are not measured."""
    if source in {MEASURED, KEPT}:
        return PAGES[source]
    from renstra_doc.render.pages import find_engine  # noqa: PLC0415 — only where nothing was measured

    remedy = (
        "susun datanya dengan renstra build, lalu ulangi perintah ini"
        if find_engine()
        else "susun ulang di komputer yang memasang LibreOffice"
    )
    return f"{PAGES[source]}: {remedy}"


@click.command("build", help=_HELP)
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=PATH)
@build_options
@click.option(
    "--pdf",
    is_flag=True,
    help="Buat juga PDF di samping dokumen (LibreOffice); PDF/A-2b bila hurufnya TrueType.",
)
@click.option(
    "--tte",
    is_flag=True,
    help="Dengan --pdf: cetak jangkar # untuk tanda tangan elektronik, hanya di PDF/A.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 61),
    help="Banyak DIR: proses sekaligus (bawaan: sebanyak inti).",
)
@click.option(
    "--scheduler",
    metavar="ALAMAT",
    help="Banyak DIR: penjadwal dask, misalnya tcp://10.0.0.5:8786.",
)
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 — click hands over every option
    context: click.Context,
    folders: tuple[Path, ...],
    data: Path,
    template: Path | None,
    output: Path | None,
    draft: bool,  # noqa: FBT001
    pdf: bool,  # noqa: FBT001
    tte: bool,  # noqa: FBT001
    jobs: int | None,
    scheduler: str | None,
) -> int:
    """Build and report; out: the exit code."""
    # An option that would be passed over in silence is refused: its author believes that it counts.
    _refuse_mixed(context, has_folders=bool(folders))
    if tte and not pdf:
        message = "pilihan --tte memerlukan --pdf"
        raise click.UsageError(message, context)
    if tte and draft:
        message = "pilihan --tte tidak dipakai bersama --draft: draf tidak ditandatangani"
        raise click.UsageError(message, context)
    if folders:
        from renstra_doc.cli.build_many import build_many  # noqa: PLC0415 — one document does not need it

        return build_many(folders, template, draft=draft, jobs=jobs, scheduler=scheduler)
    return build_one(data, template, output, draft=draft, pdf=pdf, tte=tte)


def _refuse_mixed(context: click.Context, *, has_folders: bool) -> None:
    """Raise UsageError for an option of one document given with many, or the other way."""
    of_one, of_many = ("data", "output", "pdf", "tte"), ("jobs", "scheduler")
    wrong = [name for name in (of_one if has_folders else of_many) if _is_given(context, name)]
    if wrong:
        where = "tidak dipakai bersama DIR" if has_folders else "memerlukan DIR"
        message = f"pilihan --{min(wrong)} {where}"
        raise click.UsageError(message, context)


def _is_given(context: click.Context, name: str) -> bool:
    # Only what was typed: a default is no choice.
    return context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def build_one(
    data: Path,
    template: Path | None,
    output: Path | None,
    *,
    draft: bool,
    pdf: bool = False,
    tte: bool = False,
) -> int:
    """Build one document and report; out: the exit code."""
    try:
        result = build_document(
            data,
            template,
            output,
            draft=draft,
            pdf=pdf,
            tte=tte,
            tell=lambda text: click.echo(text, err=True),
        )
    except FindingsError as error:
        # To stderr, so that stdout names a document only where there is one.
        complain(error.report.stopping)
        click.echo(
            "Dokumen tidak disusun. Perbaiki data, catat sebagai pengecualian, atau pakai --draft.",
            err=True,
        )
        return 1
    # Notes are for `renstra check`; here stands what may be wrong.
    told = [found for found in result.report.open if found.severity is not Severity.INFO]
    # The document is written: a screen that cannot print must not make that a failure.
    with after_work():
        complain([*result.findings, *told])
        click.echo(describe(result))
    return 0


def _describe_evidence(report: CheckReport) -> list[str]:
    """Return the line that says how many amounts a comparison confirms, where there are amounts."""
    money = report.coverage.select(jenis=MONEY)
    return [f"Bukti     : angka rupiah, {describe_proof(money)}"] if money.cells else []


def describe(result: BuildResult) -> str:
    """Return the closing lines of a build: parts, tables, rows, pages, findings, file, time."""
    kinds = [type(item).__name__ for item in result.view.items]
    rows = sum(len(item.rows) for item in result.view.items if isinstance(item, TableItem))
    pages = f", {result.halaman} halaman" if result.halaman else ""
    # The waived are counted apart, never silently among what is in order.
    waived = len(result.report.findings) - len(result.report.open)
    lines = [
        f"Dokumen   : {result.path}",
        (
            f"Isi       : {kinds.count('HeadingItem')} judul, {kinds.count('TableItem')} "
            f"tabel, {rows} baris tabel{pages}"
        ),
        f"Halaman   : {say_pages(result.nomor_halaman)}",
        (
            f"Periksa   : {result.report.rules} aturan, {count_severities(result.report.open)} "
            f"({waived} dikecualikan)"
        ),
        *_describe_evidence(result.report),
        f"Jangkauan : {describe_reach(result.report)}",
        f"Waktu     : {show_seconds(sum(result.seconds.values()))} ({_shares(result.seconds)})",
    ]
    if result.pdf is not None:
        kind = "PDF/A-2b" if result.is_archival else "PDF bertanda struktur, bukan PDF/A"
        lines.insert(1, f"PDF       : {result.pdf} ({kind})")
    if result.petunjuk:
        hints = describe_placeholders(result.petunjuk)
        lines.insert(-1, f"Petunjuk  : {hints}; karena itu ditulis sebagai DRAF")
    return "\n".join(lines)


def _shares(seconds: Mapping[Step, float]) -> str:
    return ", ".join(
        f"{step.label} {format_angka(Decimal(f'{lap:.2f}'))}" for step, lap in seconds.items()
    )
