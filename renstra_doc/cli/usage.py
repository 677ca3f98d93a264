"""Click's own texts in Indonesian: what is wrong with a call, and the headings of `--help`."""

from __future__ import annotations

import gettext
import os
import re
from difflib import get_close_matches
from pathlib import Path

import click

from renstra_doc.run.installed import find_version
from renstra_doc.words.controls import show_line

PROGRAM = "renstra"
CATALOGUE = "click"
_RANGE = re.compile(r"(-?\d{1,20})<=x<=(-?\d{1,20})")


def speak_indonesian() -> None:
    """Let click say its own texts in Indonesian: it asks gettext for each of them."""
    gettext.bindtextdomain(CATALOGUE, str(Path(__file__).with_name("bahasa")))
    gettext.textdomain(CATALOGUE)
    # gettext asks LANGUAGE first, so the language of the computer does not matter.
    os.environ["LANGUAGE"] = "id"


def name_values(command: click.Command) -> click.Command:
    """Return the command with what a person writes for each value in Indonesian."""
    command.options_metavar = "[PILIHAN]"
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        name_values(inner)
    for option in command.params:
        if isinstance(option, click.Option) and option.metavar is None and not option.is_flag:
            # click would write the type in English capitals: PATH, INTEGER, TEXT.
            option.metavar = _name_value(option)
    return command


def _name_value(option: click.Option) -> str | None:
    """Return what a person writes for an option; None where click lists the choices."""
    if isinstance(option.type, click.Path):
        return "FOLDER" if option.name == "data" else "BERKAS"
    if isinstance(option.type, click.types.IntParamType):
        return "BILANGAN"
    return "TEKS" if option.type is click.STRING else None


def explain_usage(error: click.ClickException) -> str:
    """Return what is wrong with a call and where to look, in two lines.

    A call without a command gets the help.
    """
    context = error.ctx if isinstance(error, click.UsageError) else None
    # The help of a call without a command comes as an error; it is no wrong call.
    if context is not None and error.message == context.get_help():  # click ≥ 8.2: no_args_is_help
        return error.message
    command = context.command_path if context is not None else PROGRAM
    return f"Galat: {show_line(_explain(error))}\n  → lihat: {command} --help"


def explain_path(error: Exception) -> str:
    """Return what is wrong with a path or text that Python refuses to handle.

    "" for any other error.
    """
    if isinstance(error, UnicodeEncodeError):
        return (
            "Galat: ada huruf yang bukan UTF-8\n  → tulis ulang teks atau nama itu "
            "dengan huruf biasa"
        )
    # Python's own words for a path with an empty character; they differ by its version.
    if "null byte" in str(error) or "null character" in str(error):
        return "Galat: nama berkas memuat karakter kosong\n  → tulis ulang nama itu"
    # `Path.resolve` tells a circle of links as a RuntimeError, in English.
    link = re.match(r"Symlink loop from '(.*)'", str(error), re.DOTALL)
    if link is None:
        return ""
    told = f"Galat: {show_line(link[1])}: tautan yang melingkar"
    return f"{told}\n  → ganti tautan itu dengan berkas atau foldernya"


def _explain(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        # Compared without the dashes, which all options have in common.
        own = error.option_name.lstrip("-")
        names = [name.lstrip("-") for name in error.possibilities or ()]
        known = [f"--{name}" for name in get_close_matches(own, names)]
        meant = f"; mungkin maksudnya {' atau '.join(known)}" if known else ""
        return f"pilihan {error.option_name} tidak dikenal{meant}"
    if isinstance(error, click.MissingParameter):
        return f"{_name_of(error) or 'masukan'} belum ditulis"
    if isinstance(error, click.BadParameter):
        name = _name_of(error)
        return (
            f"nilai {name} salah: {_sentence(error.message)}" if name else _sentence(error.message)
        )
    return _sentence(error.message)


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


def _sentence(message: str) -> str:
    # click writes a range as `1<=x<=61`, which is a formula to a planner.
    return _RANGE.sub(r"\1 sampai \2", message.strip()).removesuffix(".")


def show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 — click's signature
    """Print the version of the installed program, or say that it runs from a source folder."""
    # A shell that completes a command line runs this, too, and must read nothing of it.
    if not value or ctx.resilient_parsing:
        return
    number = find_version("(dijalankan dari folder sumber, tidak terpasang)")
    click.echo(f"{PROGRAM} {number}")
    ctx.exit()
