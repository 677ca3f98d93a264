"""Click's own texts in Indonesian: what is wrong with a call, and the headings of `--help`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

PROGRAM = "renstra"
_QUOTED = r"['\"](.+?)['\"]"
# Click's English sentences (exceptions.py, core.py, parser.py, types.py) and ours. \1 is the name
# or value.
_SENTENCES = tuple(
    (re.compile(pattern, re.DOTALL), sentence)
    for pattern, sentence in (
        (
            r"Got unexpected extra arguments? \((.+)\)",
            r"“\1” berlebih: perintah ini tidak memerlukannya",
        ),
        (r"Missing command\.?", "perintah belum ditulis"),
        (rf"No such command {_QUOTED}.*", r"perintah “\1” tidak dikenal"),
        (rf"Option {_QUOTED} requires an argument\.?", r"pilihan \1 memerlukan nilai"),
        (rf"Option {_QUOTED} requires (\d+) arguments\.?", r"pilihan \1 memerlukan \2 nilai"),
        (rf"Option {_QUOTED} does not take a value\.?", r"pilihan \1 tidak memakai nilai"),
        (rf"{_QUOTED} is not one of (.+?)\.?", r"“\1” bukan salah satu dari \2"),
        (rf"{_QUOTED} is not {_QUOTED}\.?", r"“\1” bukan \2"),
        (rf"{_QUOTED} is not a valid (?:integer|float).*", r"“\1” bukan bilangan"),
        (r"(.+?) is not in the range (-?\d+)<=x<=(-?\d+)\.?", r"\1 di luar \2 sampai \3"),
        (rf"\w+ {_QUOTED} does not exist\.?", r"“\1” tidak ditemukan"),
        (rf"\w+ {_QUOTED} is a file\.?", r"“\1” sebuah berkas, bukan folder"),
        (rf"\w+ {_QUOTED} is a directory\.?", r"“\1” sebuah folder, bukan berkas"),
        (rf"\w+ {_QUOTED} is not readable\.?", r"“\1” tidak dapat dibaca"),
        (rf"\w+ {_QUOTED} is not writable\.?", r"“\1” tidak dapat ditulis"),
    )
)
_HELP = {
    "Options": "Pilihan",
    "Commands": "Perintah",
    "Arguments": "Masukan",
    "Positional arguments": "Masukan",
    "Show this message and exit.": "Tampilkan bantuan ini.",
    "Show the version and exit.": "Tampilkan versi program.",
}
_ARGUMENTS = {"[OPTIONS]": "[PILIHAN]", "COMMAND": "PERINTAH", "[ARGS]...": "[MASUKAN]..."}


def explain_usage(error: click.ClickException) -> str:
    """Return what is wrong with a call and where to look, in two lines.

    A call without a command gets the help.
    """
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None and error.message == context.get_help():  # click ≥ 8.2: no_args_is_help
        return error.message
    command = context.command_path if context is not None else PROGRAM
    return f"Galat: {_explain(error)}\n  → lihat: {command} --help"


def explain_path(error: Exception) -> str:
    """Return what is wrong with a path or text that Python refuses to handle.

    "" for any other error.
    """
    if isinstance(error, UnicodeEncodeError):
        return (
            "Galat: ada huruf yang bukan UTF-8\n  → tulis ulang teks atau nama itu "
            "dengan huruf biasa"
        )
    if "null byte" in str(error) or "null character" in str(error):
        return "Galat: nama berkas memuat karakter kosong\n  → tulis ulang nama itu"
    link = re.match(r"Symlink loop from '(.*)'", str(error))
    return (
        (
            f"Galat: {link[1]}: tautan yang melingkar\n  → ganti tautan itu dengan berkas "
            "atau foldernya"
        )
        if link
        else ""
    )


def _explain(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        known = [f"--{name.lstrip('-')}" for name in error.possibilities or ()]
        meant = f"; mungkin maksudnya {' atau '.join(known)}" if known else ""
        return f"pilihan {error.option_name} tidak dikenal{meant}"
    if isinstance(error, click.MissingParameter):
        return f"{_name_of(error) or 'masukan'} belum ditulis"
    if isinstance(error, click.BadParameter):
        name = _name_of(error)
        return (
            f"nilai {name} salah: {_translate(error.message)}"
            if name
            else _translate(error.message)
        )
    return _translate(error.message)


def _name_of(error: click.BadParameter) -> str:
    """Return what a person writes for the parameter: `--format`, `DIR`."""
    if error.param is None:
        return ""
    options = [option for option in error.param.opts if option.startswith("--")]
    return (
        options[0]
        if options
        else error.param.make_metavar(error.ctx)
        if error.ctx
        else error.param.name or ""
    )


def _translate(message: str) -> str:
    for pattern, sentence in _SENTENCES:
        match = pattern.fullmatch(message.strip())
        if match:
            return match.expand(sentence).replace("'", "")
    return message


class _Formatter(click.HelpFormatter):
    """Writes the headings and standing texts of `--help` in Indonesian."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how the command is called."""
        words = " ".join(_ARGUMENTS.get(word, word) for word in args.split(" "))
        super().write_usage(prog, words, prefix or "Pemakaian: ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        super().write_heading(_HELP.get(heading, heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write a list of options or commands."""
        super().write_dl(
            [(name, _HELP.get(text, text)) for name, text in rows], col_max, col_spacing
        )


class IndonesianContext(click.Context):
    """A call whose help is Indonesian."""

    formatter_class = _Formatter


def show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 — click's signature
    """Print the version of the installed program, or say that it runs from a source folder."""
    if not value or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 — 20 ms that only --version pays

    try:
        number = version("renstra_doc")
    except PackageNotFoundError:
        number = "(dijalankan dari folder sumber, tidak terpasang)"
    click.echo(f"{PROGRAM} {number}")
    ctx.exit()
