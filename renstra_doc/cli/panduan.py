"""`renstra panduan`: the guides that came with the program, to be read without a network."""

from __future__ import annotations

from pathlib import Path

import click

from renstra_doc.cli import DONE
from renstra_doc.finding import refuse_input
from renstra_doc.place import NOWHERE

_PACKAGE = Path(__file__).resolve().parents[1]
_HELP = """Menampilkan panduan yang terpasang bersama program.

Tanpa NAMA: daftar panduan dan letaknya. Dengan NAMA, misalnya mulai: isinya."""


@click.command("panduan", help=_HELP)
@click.argument("name", metavar="[NAMA]", required=False)
def command(name: str | None) -> int:
    """Print the list of guides, or one of them; out: the exit code."""
    guides = list_guides()
    if name is None:
        for key, path in guides.items():
            click.echo(f"{key:<14} {_title_of(path)}\n{'':<14} {path}")
        return DONE
    key = name.lower().removesuffix(".md")
    if key not in guides:
        hint = f"panduan yang ada: {', '.join(guides)}"
        raise refuse_input(NOWHERE, f"panduan “{name}” tidak ada", hint, name)
    click.echo(guides[key].read_text(encoding="utf-8"), nl=False)
    return DONE


def list_guides() -> dict[str, Path]:
    """Return the guides by name: those in the installed package, or a checkout's own."""
    packed = _PACKAGE / "panduan"
    # In a checkout there is no copy: the guides are read where they are written.
    folder = packed if packed.is_dir() else _PACKAGE.parent / "docs"
    return {path.stem: path for path in sorted(folder.glob("*.md"))}


def _title_of(path: Path) -> str:
    first, _, _ = path.read_text(encoding="utf-8").partition("\n")
    return first.removeprefix("# ")
