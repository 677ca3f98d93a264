"""`renstra text`: the document as plain text (Markdown), for reading and for `git diff`."""

from __future__ import annotations

from pathlib import Path

import click

from renstra_doc.cli import DONE
from renstra_doc.cli.output import complain
from renstra_doc.pipeline import read_document
from renstra_doc.render.package import write_atomically
from renstra_doc.text import to_markdown
from renstra_doc.view import build_view


@click.command("text", help="Menulis dokumen sebagai teks (Markdown), baris demi baris, untuk dibaca dan dibandingkan.")
@click.argument("source", required=False)
@click.option("--data", type=click.Path(path_type=Path), default=Path("data"), help="Folder data (bawaan: data).")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Berkas keluaran (bawaan: ke layar).")
def command(source: str | None, data: Path, output: Path | None) -> int:
    """Print or write the text; out: the exit code. A source is what `diff` takes: a folder, a revision, a .docx."""
    if source is None:
        document, findings = read_document(data)
    else:
        from renstra_doc.review.source import Request, read_source  # noqa: PLC0415 — most calls name no source

        found = read_source(Request(source, (data,)))
        document, findings = found.document, found.remarks
    text = to_markdown(build_view(document))
    complain(findings)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_atomically(output, text.encode())
    return DONE
