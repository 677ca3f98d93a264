"""`renstra diff`: what changed between two editions of a document, for those who sign."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from renstra_doc.cli import DONE
from renstra_doc.cli.build import say_pages
from renstra_doc.cli.options import NAME, PATH
from renstra_doc.cli.output import after_work, complain, deliver, say, telling_unread, write_report
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
    from renstra_doc.review.matriks.fill import Filled
    from renstra_doc.review.named_source import Source

FORMATS = ("text", "json", "html", "matriks", "redline")
ALIKE = "Peringatan: judul dan tanggal kedua versi sama, jadi pembaca tidak dapat membedakannya"
TELL_APART = "isi tanggal_dokumen di dokumen.csv dengan tanggal perubahan ini"
COLOURS = {Kind.ADDED: "green", Kind.REMOVED: "red", Kind.CHANGED: "yellow", Kind.MOVED: "cyan"}
# Expressions of the narrative edited by hand in a .docx count, so both sides get them first.
_HELP = """Membandingkan dua versi dokumen: SEMULA dan MENJADI.

SEMULA dan MENJADI adalah folder data atau folder proyek, revisi git dari folder data
(renstra diff HEAD~1 .), atau dokumen .docx yang disusun program ini."""


@click.command("diff", help=_HELP)
@click.argument("old", metavar="SEMULA", type=NAME)
@click.argument("new", metavar="MENJADI", type=NAME)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", help="Bentuk laporan."
)
@click.option(
    "--output",
    type=PATH,
    help="Tulis ke berkas ini (bawaan: layar, atau build/).",
)
@click.option(
    "--data",
    type=PATH,
    help="Folder data yang dimaksud revisi git (bawaan: data).",
)
@click.option(
    "--isi",
    "form_project",
    metavar="FOLDER",
    type=PATH,
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
    type=PATH,
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
    # On the screen, also with `--output`: what cannot be compared changes no file.
    with telling_unread(form):
        before, after = read_sources(old, new, data)
        sources = include_edits(before), include_edits(after)
        made = DiffCall(sources, read_editions(*sources), data, output, template)
    _remark(*sources)
    _remark_mapping(sources, made.editions)
    if form_project is not None:
        # Planned anew where somebody saves meanwhile; the editions are read once.
        return plan_anew(lambda: _fill(made.editions, form_project, programs or ""))
    if form == "matriks":
        return _write_matriks(made)
    if form == "redline":
        return _write_redline(made)
    if output is not None:
        # Refused before the comparison is made, which happens when it is first asked for.
        made.protect(output)
    deliver(_write(made.changes, sources, form, plain=output is not None), output)
    return DONE


@dataclass(frozen=True)
class DiffCall:
    """What is compared, and what the call says of the paths around it."""

    sources: tuple[Source, Source]
    editions: tuple[Edition, Edition]
    data: Path | None
    output: Path | None
    template: Path | None

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What is different."""
        return compare_editions(*self.editions)

    def usual_path(self, form: str) -> Path:
        """Return where a report goes that nobody gave a name."""
        if self.output is not None:
            # The new edition's place, for that is the document which the report is about.
            return self.output
        source = self.sources[1]
        usual = output_path(source.folder or self.data or Path("data"), source.document)
        # `-matriks`, `-redline`: beside the document, never in its place.
        return usual.with_name(f"{usual.stem}-{form}.docx")

    def protect(self, output: Path, *templates: Path) -> None:
        """Refuse an output that would replace what either side was read from."""
        kept = [place for side in self.sources for place in (side.folder, side.history) if place]
        # Only of a .docx is the label a file: a revision has a name, a folder is among those kept.
        inputs = [Path(side.label) for side in self.sources if side.is_carried]
        refuse_output(output, [*kept, self.data or Path("data")], templates, inputs)


def _write_matriks(made: DiffCall) -> int:
    from renstra_doc.review.matriks import (  # noqa: PLC0415 — each form pays for itself
        are_alike,
        draw_matriks,
        find_template,
    )

    path = made.usual_path("matriks")
    look = made.template or find_template(_templates(made.sources))
    made.protect(path, look)
    marks = _mark(made.sources[0]), _mark(made.sources[1])
    # Drawn whole before it is written, so that a fault leaves the old report.
    write_report(path, draw_matriks(made.changes, made.editions, marks, look))
    with after_work():
        say(f"Matriks: {path}")
        if are_alike(made.editions):
            click.echo(f"{ALIKE}\n  → {TELL_APART}", err=True)
    return DONE


def _write_redline(made: DiffCall) -> int:
    from renstra_doc.review.redline.redline import draw_redline, judge_pages  # noqa: PLC0415

    path = made.usual_path("redline")
    look = made.template or _document_template(made.sources)
    made.protect(path, look)
    content = draw_redline(*made.editions, look, made.changes)
    pages = judge_pages(made.editions[1], look)
    write_report(path, content)
    with after_work():
        say(f"Perubahan dalam Track Changes: {path}")
        if pages != KEPT:
            click.echo(say_pages(pages), err=True)
    return DONE


def _refuse_together(is_filling: bool) -> None:  # noqa: FBT001 — a condition
    """Refuse options that a command of this kind would pass over in silence."""
    context = click.get_current_context()
    alone = ("form", "output", "template") if is_filling else ("programs",)
    given = [
        option.opts[0]
        for option in context.command.params
        # The default of `--format` counts as not given.
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
    from renstra_doc.review.matriks.fill import NEEDED, fill_form  # noqa: PLC0415

    home = folder / "data" if (folder / "data").is_dir() else folder
    # Digests before reading: what is saved in between is seen when it is written.
    before = digest_files(home, NEEDED)
    filled = fill_form(editions, load_project(home), home, programs)
    write_files(home, dict(filled.files), before, "diff --isi")
    with after_work():
        _tell_filled(filled, home, editions[1])
    return DONE


def _tell_filled(filled: Filled, home: Path, edition: Edition) -> None:
    """Say which tables were filled from which, and what comes next."""
    from renstra_doc.review.matriks.fill import GOALS  # noqa: PLC0415 — each form pays for itself
    from renstra_doc.review.wording import caption  # noqa: PLC0415

    say(f"Terisi   : {', '.join(str(home / name) for name in filled.files)}")
    names = [caption(edition, table) for table in (filled.programs, *filled.goals)]
    say(f"Dari     : {'; '.join(names)}")
    if filled.others:
        others = "; ".join(f"{table.id} ({caption(edition, table)})" for table in filled.others)
        say(f"Tidak dipakai: {others}; pilih dengan --tabel ID")
    if not filled.goals:
        say(f"Kosong   : {home / GOALS}; kedua versi tidak memuat tabel tujuan dan sasaran")
    say(f"Lanjutkan: renstra check --data {home}; lalu isi alasan yang masih kosong")


def _mark(source: Source) -> str:
    """Return what tells an edition from another in a document for signers.

    Never where it lies on this computer.
    """
    if source.history is not None:
        return f"revisi {source.label}"
    return Path(source.label).name if source.is_carried else ""


def _remark(old: Source, new: Source) -> None:
    """Say on stderr what the report cannot show."""
    # One document given on both sides tells its remarks once.
    complain([*old.remarks, *new.remarks] if old.document is not new.document else new.remarks)
    # Without the same ids every row reads as removed and added, and the report says nothing.
    for name in find_reassigned(old.document, new.document):
        say(
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
        say(f"{'Peringatan' if change.weaker else 'Catatan'}: {change}", err=True)
    for name in list_unprinted(old, new):
        say(f"Catatan: {name} juga berubah; isinya tidak tercetak dalam dokumen", err=True)


def _remark_mapping(sources: tuple[Source, Source], editions: tuple[Edition, Edition]) -> None:
    """Say on stderr what pemetaan.csv says that cannot be."""
    if not sources[1].document.successions:
        return
    from renstra_doc.review.matriks.mapping_slips import (  # noqa: PLC0415 — most have no mapping
        find_mapping_slips,
    )

    for slip in find_mapping_slips(sources[0].document, sources[1].document, editions):
        say(f"Peringatan: {slip}", err=True)


def _write(
    changes: tuple[Change, ...], sources: tuple[Source, Source], form: str, *, plain: bool
) -> str:
    labels = sources[0].label, sources[1].label
    # The new edition gives the title; both labels tell what was compared.
    document = sources[1].document
    rules = compare_rules(sources[0].document, document)
    if form == "json":
        from renstra_doc.review.show.as_json import changes_json  # noqa: PLC0415 — each form pays for itself

        return changes_json(changes, rules)
    if form == "html":
        from renstra_doc.review.show.as_html import changes_html  # noqa: PLC0415

        return changes_html(changes, document.dokumen["judul"], *labels, rules)
    from renstra_doc.review.show.as_text import changes_text  # noqa: PLC0415

    text = changes_text(changes, *labels, _no_paint if plain else _paint)
    return "\n".join([text, *(("", "Aturan:") if rules else ()), *(f"  {rule}" for rule in rules)])


def _paint(text: str, kind: Kind) -> str:
    return click.style(text, fg=COLOURS[kind])


def _no_paint(text: str, _kind: Kind) -> str:
    return text


def _document_template(sources: tuple[Source, Source]) -> Path:
    """Return the template that the new edition names, as seen from either side.

    For a lone .docx the program's own.
    """
    document = sources[1].document
    folders = [source.folder for source in reversed(sources) if source.folder is not None] or [
        Path("data")
    ]
    # The new edition first: its template is the one that the document will be printed with.
    paths = [template_path(folder, document) for folder in folders]
    found = next((path for path in paths if path.is_file()), None)
    if found is None and sources[1].is_carried:
        from renstra_doc.template.starting import packaged_template  # noqa: PLC0415 — a project has its own

        say(
            f"Catatan: templat {paths[0]} tidak ditemukan; dipakai templat bawaan program", err=True
        )
        click.echo("  → sebutkan templat dokumen ini dengan --template BERKAS", err=True)
        return packaged_template()
    # Where none is there, the error of reading names the first one.
    return found or paths[0]


def _templates(sources: tuple[Source, Source]) -> list[Path]:
    """Return the folders in which the templates of the two documents lie, the new one's first."""
    pairs = [(source.folder, source.document) for source in reversed(sources)]
    return [
        template_path(folder, document).parent for folder, document in pairs if folder is not None
    ]
