"""An edition by its name: what was asked for, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renstra_doc.finding import Finding
    from renstra_doc.model import Document
    from renstra_doc.review.verify.edits import Edit

DATA = "data"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: the name, and the folders that a revision may mean.

    The likeliest first.
    """

    name: str
    folders: tuple[Path, ...] = (Path(DATA), Path())


@dataclass(frozen=True, slots=True)
class Source:
    """An edition as it was found.

    `label` is what the person called it; `folder` is the data folder in the work tree (for the
    template that the data names), None where there is none; `history` is the repository's folder
    that a revision shows; `edits` are what somebody changed by hand in a .docx, `asing` what
    it holds that no reader knows, `rest` what is to be told of it besides, and `is_carried` says
    that the data are those that it carries.
    """

    label: str
    document: Document
    remarks: tuple[Finding, ...] = ()
    folder: Path | None = None
    history: Path | None = None
    edits: tuple[Edit, ...] = ()
    asing: tuple[str, ...] = ()
    rest: tuple[Finding, ...] = ()
    is_carried: bool = False
