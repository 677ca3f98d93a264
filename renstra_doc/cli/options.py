"""Options that several commands have, with the same words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    Given = str | os.PathLike[str]

    Command = TypeVar("Command", bound=Callable[..., object])


_EMPTY = "nama berkas atau foldernya kosong"
_NO_HOME = "folder rumah (~) tidak diketahui; tulis jalur lengkapnya"


class _NamedPath(click.Path):
    """A path that says something: an empty one, such as a variable that is not set, is refused."""

    def convert(
        self, value: Given, param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Return the path; an empty text would mean the current folder."""
        return super().convert(_read_name(os.fspath(value)), param, ctx)


class _Name(click.types.StringParamType):
    """The name of a folder, a revision or a document, which is not empty either."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the name."""
        return super().convert(_read_name(str(value)), param, ctx)


def _read_name(text: str) -> str:
    """Return a name with the home folder for a `~` at its beginning; an empty one is refused.

    A shell of Unix does that itself, but cmd.exe and PowerShell hand `~/x` on as it is typed, and a
    folder called `~` would be made. Who has one writes `./~`.
    """
    if not text.strip():
        raise click.BadParameter(_EMPTY)
    if text[0] != "~" or text[1:2] not in ("", os.sep, os.altsep):
        return text
    try:
        return str(Path(text).expanduser())
    except RuntimeError as error:
        raise click.BadParameter(_NO_HOME) from error


PATH, NAME = _NamedPath(path_type=Path), _Name()
# One that is written, and no folder.
FILE = _NamedPath(path_type=Path, dir_okay=False)
data_option = click.option(
    "--data", type=PATH, default=Path("data"), help="Folder data (bawaan: data)."
)


def build_options(command: Command) -> Command:
    """Add the options of a build: the data, the template, the file to write, whether a draft."""
    # click lists options in the reverse order of their decorators.
    for option in reversed(
        (
            data_option,
            click.option("--template", type=PATH, help="Templat Word (bawaan: yang disebut data)."),
            click.option(
                "--output", type=PATH, help="Berkas keluaran (bawaan: build/<nama>.docx)."
            ),
            click.option(
                "--draft",
                is_flag=True,
                help="Susun juga bila ada temuan, dengan tanda DRAF di setiap halaman.",
            ),
        )
    ):
        command = option(command)
    return command
