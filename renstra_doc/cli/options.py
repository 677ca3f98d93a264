"""Options that several commands have, with the same words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = TypeVar("Command", bound=Callable[..., object])


PATH = click.Path(path_type=Path)
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
