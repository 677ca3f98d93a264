"""`renstra text`: the document as plain text (Markdown), for reading and for `git diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from renstra_doc.cli import DONE
from renstra_doc.cli.options import FILE, NAME, data_option
from renstra_doc.cli.output import complain, write_report
from renstra_doc.finding import InputError
from renstra_doc.run.guard import refuse_output
from renstra_doc.run.pipeline import read_document
from renstra_doc.view import build_view
from renstra_doc.view.markdown import to_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renstra_doc.finding import Finding
    from renstra_doc.review.verify.edits import Edit

_HELP = """Menulis dokumen sebagai teks (Markdown), baris demi baris, untuk dibaca dan dibandingkan.

SUMBER: folder data, revisi git, atau dokumen .docx dari renstra build; tanpa SUMBER: folder
data."""


@click.command("text", help=_HELP)
@click.argument("source", metavar="[SUMBER]", required=False, type=NAME)
@data_option
@click.option(
    "--output",
    type=FILE,
    help="Berkas keluaran (bawaan: ke layar).",
)
@click.option(
    "--textconv",
    is_flag=True,
    help="Untuk git diff: tulis teks apa pun yang ada, juga dari .docx lain.",
)
def command(source: str | None, data: Path, output: Path | None, textconv: bool) -> int:  # noqa: FBT001
    """Print or write the text.

    Out: the exit code. A source is what `diff` takes: a folder, a revision, a .docx.
    """
    # Before the source is read, which can take long.
    if output is not None:
        _protect(output, source, data)
    text, findings = (
        # `--textconv` is called by git with a temporary file and must always give some text.
        _convert(source, data) if source is not None and textconv else _read(source, data)
    )
    complain(findings)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_report(output, text.encode())
    return DONE


def _protect(output: Path, source: str | None, data: Path) -> None:
    """Refuse an output that would replace what the text is read from."""
    path = Path(source) if source else data
    # A project folder may be named as well as its data folder.
    refuse_output(output, (data, path, path / "data"), inputs=[path])


def _read(source: str | None, data: Path) -> tuple[str, Sequence[Finding]]:
    if source is None:
        document, findings = read_document(data)
        return to_markdown(build_view(document)), findings
    from renstra_doc.review.named_source import Request  # noqa: PLC0415 — most calls name no source
    from renstra_doc.review.sources import read_source  # noqa: PLC0415

    found = read_source(Request(source, (data,)))
    return to_markdown(build_view(found.document)) + _write_edits(found.edits), found.remarks


def _write_edits(edits: Sequence[Edit]) -> str:
    """Write what was edited by hand in a .docx below the text of its data."""
    if not edits:
        # Colours of `verify` have no place in a text that is compared.
        return ""
    from renstra_doc.cli.verify import show_edit  # noqa: PLC0415

    lines = [
        f"--- disunting di Word sesudah disusun: {len(edits)} perbedaan ---",
        *map(show_edit, edits),
    ]
    return "".join(f"\n{click.unstyle(line)}\n" for line in lines)


def _convert(source: str, data: Path) -> tuple[str, Sequence[Finding]]:
    """Return some text for any file: one that has none must not end the whole `git diff`."""
    from renstra_doc.review.verify.plain import read_plain  # noqa: PLC0415

    try:
        return _read(source, data)[0], ()
    except InputError as error:
        # The reason is kept for a file that has no text of another kind either.
        reason = error.findings[0].message
    try:
        return read_plain(Path(source)), ()
    except InputError:
        return f"[tanpa teks: {reason}]\n", ()
