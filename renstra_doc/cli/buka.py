"""`renstra buka`: the page for the planner, in the browser of this computer."""

from __future__ import annotations

import os
import sys
import webbrowser
from contextlib import suppress
from pathlib import Path

import click

from renstra_doc.cli import DONE
from renstra_doc.cli.options import PATH
from renstra_doc.files.programs import make_environment
from renstra_doc.finding import refuse_input

_HELP = """Membuka halaman untuk bekerja di peramban: temuan, tabel, naskah, edisi.

DIR: folder proyek, atau folder yang memuat beberapa proyek (bawaan: folder ini). Halaman ini hanya
dapat dibuka di komputer ini. Akhiri dengan tombol di halaman atau Ctrl+C."""


@click.command("buka", help=_HELP)
@click.argument("folder", metavar="[DIR]", required=False, type=PATH)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Nomor port (bawaan: bebas)."
)
@click.option("--tanpa-peramban", is_flag=True, help="Hanya tampilkan alamatnya.")
def command(folder: Path | None, port: int, *, tanpa_peramban: bool) -> int:
    """Serve a folder, or tell where it is served already; out: the exit code."""
    home = folder or Path()
    if not home.is_dir():
        message = "ini bukan folder" if home.exists() else "folder tidak ditemukan"
        raise refuse_input(home, message, "periksa nama folder itu")
    from renstra_doc.web.serve import find_running, serve  # noqa: PLC0415 — only this command

    running = find_running(home)
    # A second server would be a second writer: the address of the running one is told instead.
    if running is not None:
        from renstra_doc.web.gate import Keys  # noqa: PLC0415
        from renstra_doc.web.serve import address  # noqa: PLC0415

        # An address opens the page once, so each call gets a token of its own.
        tell_address(
            address(running.port, Keys(running.rahasia).make_token()), quiet=tanpa_peramban
        )
        return DONE

    def ready(url: str) -> None:
        tell_address(url, quiet=tanpa_peramban)
        click.echo("Akhiri dengan Ctrl+C, atau tombol Selesai di halaman.", err=True)

    # Ctrl+C is the usual end here: exit code 0.
    with suppress(KeyboardInterrupt):
        serve(home, port, ready)
    return DONE


def tell_address(url: str, *, quiet: bool) -> None:
    """Print the address of the page, and open it in the browser unless that is not wanted."""
    click.echo(url)
    if not quiet:
        # Without a browser the printed address is enough.
        with suppress(webbrowser.Error, OSError):
            _open_page(url)


def _open_page(url: str) -> None:
    """Open an address in the browser; no program that lies beside the data is taken for one."""
    if sys.platform == "win32":
        # The system's own choice: `webbrowser` would look for others in the current folder.
        os.startfile(url)  # noqa: S606 — our own address
    else:
        # Looked for in PATH by name, by what opens it as well.
        os.environ["PATH"] = make_environment()["PATH"]
        webbrowser.open(url)
