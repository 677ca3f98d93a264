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


class _NamedPath(click.Path):
    """A path that says something: an empty one, such as a variable that is not set, is refused."""

    def convert(
        self, value: Given, param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """Return the path; an empty text would mean the current folder."""
        if not os.fspath(value).strip():
            self.fail(_EMPTY, param, ctx)
        return super().convert(value, param, ctx)


class _Name(click.types.StringParamType):
    """The name of a folder, a revision or a document, which is not empty either."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the name."""
        if not str(value).strip():
            self.fail(_EMPTY, param, ctx)
        return super().convert(value, param, ctx)


PATH, NAME = _NamedPath(path_type=Path), _Name()
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
