"""`renstra diff`: what changed between two editions of a document, for those who sign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from renstra_doc.cli import DONE
from renstra_doc.cli.build import PAGES
from renstra_doc.cli.output import complain, deliver
from renstra_doc.files.atomic import write_file
from renstra_doc.files.journal import digest_files, plan_anew, write_files
from renstra_doc.returned.edited_source import include_edits
from renstra_doc.review.diff.change import Kind
from renstra_doc.review.diff.compare import (
    compare_editions,
    find_reassigned,
    list_unprinted,
    read_editions,
)
from renstra_doc.review.diff.weakened_rules import compare_rules
from renstra_doc.review.sources import read_sources
from renstra_doc.run.guard import refuse_output
from renstra_doc.run.pipeline import KEPT, output_path, template_path

if TYPE_CHECKING:
    from renstra_doc.review.diff.change import Change
    from renstra_doc.review.edition import Edition
    from renstra_doc.review.sources import Source

FORMATS = ("text", "json", "html", "matriks", "redline")
ALIKE = "Peringatan: judul dan tanggal kedua versi sama, jadi pembaca tidak dapat membedakannya"
TELL_APART = "isi tanggal_dokumen di dokumen.csv dengan tanggal perubahan ini"
COLOURS = {Kind.ADDED: "green", Kind.REMOVED: "red", Kind.CHANGED: "yellow", Kind.MOVED: "cyan"}
_HELP = """Membandingkan dua versi dokumen: SEMULA dan MENJADI.

SEMULA dan MENJADI adalah folder data atau folder proyek, revisi git dari folder data
(renstra diff HEAD~1 .), atau dokumen .docx yang disusun program ini."""


@click.command("diff", help=_HELP)
@click.argument("old", metavar="SEMULA")
@click.argument("new", metavar="MENJADI")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", help="Bentuk laporan."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Tulis ke berkas ini (bawaan: layar, atau build/).",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Folder data yang dimaksud revisi git (bawaan: data).",
)
@click.option(
    "--isi",
    "form_project",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Isi tabel proyek bentuk matriks-perubahan di folder ini dari kedua versi.",
)
@click.option(
    "--tabel",
    "programs",
    metavar="ID",
    help="Dengan --isi: tabel program yang dipakai (bawaan: yang berubah, yang terpanjang).",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    help="Templat (bawaan: yang disebut data; untuk matriks: matriks.docx di sebelahnya).",
)
def command(  # noqa: PLR0913, PLR0917 — click hands over every option
    old: str,
    new: str,
    form: str,
    output: Path | None,
    data: Path | None,
    form_project: Path | None,
    programs: str | None,
    template: Path | None,
) -> int:
    """Compare and report; out: the exit code, 0 wherever the two could be compared."""
    _refuse_together(form_project is not None)
    before, after = read_sources(old, new, data)
    sources = include_edits(before), include_edits(after)
    editions = read_editions(*sources)
    changes = compare_editions(*editions)
    _remark(*sources)
    if form_project is not None:
        return plan_anew(lambda: _fill(editions, form_project, programs or ""))
    if form == "matriks":
        from renstra_doc.review.matriks import (  # noqa: PLC0415 — each form pays for itself
            are_alike,
            draw_matriks,
            find_template,
        )

        path = output or _usual_path(sources[1], data, form)
        look = template or find_template(_templates(sources))
        _protect(path, sources, data, look)
        write_file(
            path, draw_matriks(changes, editions, (_mark(sources[0]), _mark(sources[1])), look)
        )
        click.echo(f"Matriks: {path}")
        if are_alike(editions):
            click.echo(f"{ALIKE}\n  → {TELL_APART}", err=True)
        return DONE
    if form == "redline":
        from renstra_doc.review.redline.redline import draw_redline, judge_pages  # noqa: PLC0415

        path = output or _usual_path(sources[1], data, form)
        look = template or _document_template(sources)
        _protect(path, sources, data, look)
        content, pages = draw_redline(*editions, look, changes), judge_pages(editions[1], look)
        write_file(path, content)
        click.echo(f"Perubahan dalam Track Changes: {path}")
        if pages != KEPT:
            click.echo(PAGES[pages], err=True)
        return DONE
    if output is not None:
        _protect(output, sources, data)
    deliver(_write(changes, sources, form, plain=output is not None), output)
    return DONE


def _refuse_together(is_filling: bool) -> None:  # noqa: FBT001 — a condition
    """Refuse options that a command of this kind would pass over in silence."""
    context = click.get_current_context()
    alone = ("form", "output", "template") if is_filling else ("programs",)
    given = [
        option.opts[0]
        for option in context.command.params
        if option.name in alone
        and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
    ]
    if given and is_filling:
        message = f"{given[0]} tidak dipakai bersama --isi: yang diisi ialah tabel proyek itu"
        raise click.UsageError(message)
    if given:
        message = f"{given[0]} hanya dipakai bersama --isi FOLDER"
        raise click.UsageError(message)


def _fill(editions: tuple[Edition, Edition], folder: Path, programs: str) -> int:
    """Fill the tables of a project of the form `matriks-perubahan`."""
    from renstra_doc.load.project import load_project  # noqa: PLC0415 — each form pays for itself
    from renstra_doc.review.matriks.fill import GOALS, NEEDED, fill_form  # noqa: PLC0415
    from renstra_doc.review.wording import caption  # noqa: PLC0415

    home = folder / "data" if (folder / "data").is_dir() else folder
    before = digest_files(home, NEEDED)
    filled = fill_form(editions, load_project(home), home, programs)
    write_files(home, dict(filled.files), before, "diff --isi")
    click.echo(f"Terisi   : {', '.join(str(home / name) for name in filled.files)}")
    names = [caption(editions[1], table) for table in (filled.programs, *filled.goals)]
    click.echo(f"Dari     : {'; '.join(names)}")
    if filled.others:
        others = "; ".join(f"{table.id} ({caption(editions[1], table)})" for table in filled.others)
        click.echo(f"Tidak dipakai: {others}; pilih dengan --tabel ID")
    if not filled.goals:
        click.echo(f"Kosong   : {home / GOALS}; kedua versi tidak memuat tabel tujuan dan sasaran")
    click.echo(f"Lanjutkan: renstra check --data {home}; lalu isi alasan yang masih kosong")
    return DONE


def _protect(
    output: Path, sources: tuple[Source, Source], data: Path | None, *templates: Path
) -> None:
    """Refuse an output that would replace what either side was read from."""
    folders = [
        folder
        for source in sources
        for folder in (source.folder, source.history)
        if folder is not None
    ]
    inputs = [Path(source.label) for source in sources if source.is_carried]
    refuse_output(output, [*folders, data or Path("data")], templates, inputs)


def _mark(source: Source) -> str:
    """Return what tells an edition from another in a document for signers.

    Never where it lies on this computer.
    """
    if source.history is not None:
        return f"revisi {source.label}"
    return Path(source.label).name if source.is_carried else ""


def _remark(old: Source, new: Source) -> None:
    """Say on stderr what the report cannot show."""
    complain([*old.remarks, *new.remarks] if old.document is not new.document else new.remarks)
    for name in find_reassigned(old.document, new.document):
        click.echo(
            (
                f"Catatan: semua id di {name} berganti, sehingga setiap baris terbaca "
                "dihapus lalu ditambahkan"
            ),
            err=True,
        )
        click.echo(
            (
                "  → pertahankan id baris yang sama dari versi ke versi, juga bila tabelnya "
                "disusun ulang"
            ),
            err=True,
        )
    for change in compare_rules(old.document, new.document):
        click.echo(f"{'Peringatan' if change.weaker else 'Catatan'}: {change}", err=True)
    for name in list_unprinted(old, new):
        click.echo(f"Catatan: {name} juga berubah; isinya tidak tercetak dalam dokumen", err=True)


def _write(
    changes: tuple[Change, ...], sources: tuple[Source, Source], form: str, *, plain: bool
) -> str:
    labels = sources[0].label, sources[1].label
    if form == "json":
        from renstra_doc.review.show.as_json import changes_json  # noqa: PLC0415 — each form pays for itself

        return changes_json(changes, compare_rules(sources[0].document, sources[1].document))
    if form == "html":
        from renstra_doc.review.show.as_html import changes_html  # noqa: PLC0415

        rules = compare_rules(sources[0].document, sources[1].document)
        return changes_html(changes, sources[1].document.dokumen["judul"], *labels, rules)
    from renstra_doc.review.show.as_text import changes_text  # noqa: PLC0415

    text = changes_text(changes, *labels, _no_paint if plain else _paint)
    rules = compare_rules(sources[0].document, sources[1].document)
    return "\n".join([text, *(("", "Aturan:") if rules else ()), *(f"  {rule}" for rule in rules)])


def _paint(text: str, kind: Kind) -> str:
    return click.style(text, fg=COLOURS[kind])


def _no_paint(text: str, _kind: Kind) -> str:
    return text


def _usual_path(source: Source, data: Path | None, form: str) -> Path:
    usual = output_path(source.folder or data or Path("data"), source.document)
    return usual.with_name(f"{usual.stem}-{form}.docx")


def _document_template(sources: tuple[Source, Source]) -> Path:
    """Return the template that the new edition names, as seen from either side.

    For a lone .docx the program's own.
    """
    document = sources[1].document
    folders = [source.folder for source in reversed(sources) if source.folder is not None] or [
        Path("data")
    ]
    paths = [template_path(folder, document) for folder in folders]
    found = next((path for path in paths if path.is_file()), None)
    if found is None and sources[1].is_carried:
        from renstra_doc.template.starting import packaged_template  # noqa: PLC0415 — a project has its own

        click.echo(
            f"Catatan: templat {paths[0]} tidak ditemukan; dipakai templat bawaan program", err=True
        )
        click.echo("  → sebutkan templat dokumen ini dengan --template BERKAS", err=True)
        return packaged_template()
    return found or paths[0]


def _templates(sources: tuple[Source, Source]) -> list[Path]:
    """Return the folders in which the templates of the two documents lie, the new one's first."""
    pairs = [(source.folder, source.document) for source in reversed(sources)]
    return [
        template_path(folder, document).parent for folder, document in pairs if folder is not None
    ]
