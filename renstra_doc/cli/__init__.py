"""The command line: arguments, printing, exit codes. The only package that prints.

A command is a module of this package, imported only when it is called. Exit codes: 0 done, 1
findings stop it, 2 the input cannot be read or the call is wrong.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from errno import EISDIR, ENAMETOOLONG
from importlib import import_module
from keyword import iskeyword
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from renstra_doc.cli.output import complain
from renstra_doc.cli.terminal import prepare_stream
from renstra_doc.cli.usage import (
    PROGRAM,
    explain_path,
    explain_usage,
    name_values,
    show_version,
    speak_indonesian,
)
from renstra_doc.files.atomic import NO_FILE
from renstra_doc.files.lock import CONTROL
from renstra_doc.finding import InputError, explain_os_error
from renstra_doc.words.controls import show_controls, show_line
from renstra_doc.words.file_names import LONGEST_PATH

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "new": "membuat dokumen baru yang langsung dapat disusun",
    "build": "menyusun dokumen Word dari folder data",
    "watch": "menyusun ulang dokumen setiap kali data disimpan",
    "check": "memeriksa data: jumlah, kesesuaian, struktur",
    "waive": "mencatat temuan yang belum ditindaklanjuti sebagai pengecualian yang menunggu alasan",
    "fmt": "menulis ulang berkas CSV dalam bentuk baku",
    "template": "membuat templat Word sendiri, dan memeriksanya",
    "diff": "membandingkan dua versi: apa yang diubah dan apa akibatnya",
    "verify": "memeriksa apakah dokumen Word masih persis seperti disusun",
    "text": "menulis dokumen sebagai teks, untuk dibaca dan dibandingkan",
    "export": "menulis folder data sebagai satu buku kerja Excel",
    "import": "memasukkan kembali buku kerja Excel yang disunting",
    "batal": "membatalkan perintah terakhir yang menulis data",
    "gabung": "menggabungkan pekerjaan dua orang menurut id",
    "buka": "membuka halaman kerja di peramban",
    "edisi": "menyimpan edisi yang ditetapkan, dan menyebut yang ada",
    "panduan": "menampilkan panduan yang terpasang bersama program",
}
DONE, STOPPED, UNREADABLE = 0, 1, 2


class _LazyGroup(click.Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 — click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        # `import` is a word of Python and can name no module: that one is `import_`.
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = import_module(f"renstra_doc.cli.{module}").command
        if not isinstance(command, click.Command):
            return None
        return name_values(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Perintah"):
            formatter.write_dl(list(COMMANDS.items()))


_VERSION = "Tampilkan versi program."


@click.group(
    cls=_LazyGroup,
    options_metavar="[PILIHAN]",
    subcommand_metavar="PERINTAH [MASUKAN]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=show_version,
    help=_VERSION,
)
def renstra() -> None:
    """Menyusun Renstra sebagai dokumen Word resmi dari data CSV dan templat Word."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; out: the exit code. No error a user can cause ends in a traceback."""
    # First of all: already a wrong option is told in letters that the terminal has.
    prepare_stream(sys.stdout, is_result=True)
    prepare_stream(sys.stderr, is_result=False)
    speak_indonesian()
    given = list(arguments) if arguments is not None else None
    try:
        result = renstra.main(args=given, prog_name=PROGRAM, standalone_mode=False)
    except InputError as error:
        with suppress(OSError):  # a screen that takes nothing takes no reason either
            complain(error.findings)
    # Of these two only what a path or text caused is explained; a fault of ours keeps its trace.
    except (*_TOLD, RuntimeError, ValueError) as error:
        told = _explain(error)
        if not told:
            raise
        with suppress(OSError):
            click.echo(show_controls(told), err=True)
    else:
        return result if isinstance(result, int) else DONE
    return UNREADABLE


_TOLD = (
    *(click.exceptions.Abort, click.ClickException, KeyboardInterrupt),
    *(OSError, MemoryError, RecursionError),
)


def _explain(error: BaseException) -> str:
    """Say what went wrong; "" where the program itself did."""
    match error:
        case click.exceptions.Abort() | KeyboardInterrupt():
            return "Dihentikan."
        case click.ClickException():
            return explain_usage(error)
        case OSError():
            return _explain_file(error)
        case MemoryError() | RecursionError():  # a RuntimeError, too
            return _explain_size(error)
        case RuntimeError() | ValueError():
            return explain_path(error)
    return ""


def _explain_file(error: OSError) -> str:
    # A rename has two names; the second is the file the planner knows, the first a temporary one.
    name = error.filename2 or error.filename
    where = f" {show_line(str(name))}" if name else ""
    reason = explain_os_error(error)
    advice = _advise(error, str(name or ""))
    return f"Galat: berkas{where} tidak dapat dibaca atau ditulis: {reason}\n  → {advice}"


def _advise(error: OSError, name: str) -> str:
    # Of a path that is too long Windows says that it is not there.
    if error.errno == ENAMETOOLONG or len(name) > LONGEST_PATH:
        length = f"lebih dari {LONGEST_PATH} huruf tidak selalu dapat dibuka"
        return f"pendekkan nama atau jalurnya: {length}"
    if error.errno == EISDIR or error.strerror == NO_FILE:
        return "beri nama berkas lain: yang ini sebuah folder, pipa, atau perangkat"
    if CONTROL in PurePath(name).parts and isinstance(error, PermissionError):
        # Made by whoever wrote here first; nobody has it open in Word.
        return f"minta izin menulis di folder {CONTROL} itu dari pemilik folder data, lalu ulangi"
    return "tutup berkas itu di Word atau Excel, periksa izin folder dan sisa ruang disk"


def _explain_size(error: MemoryError | RecursionError) -> str:
    is_memory = isinstance(error, MemoryError)
    what = "memori komputer tidak cukup" if is_memory else "susunan induk bersarang terlalu dalam"
    return f"Galat: {what} untuk dokumen ini\n  → bagi dokumennya, atau periksa kolom induk"
