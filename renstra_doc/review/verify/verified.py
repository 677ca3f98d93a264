"""What verify says of a document: the state, the edits, remarks, comments, what is not known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from renstra_doc.review.verify.edits import Did

if TYPE_CHECKING:
    from renstra_doc.docx.word_content import Stranger
    from renstra_doc.review.verify.comment_places import PlacedComment
    from renstra_doc.review.verify.edits import Edit


class State(StrEnum):
    """What became of the document."""

    EXACT = "persis"
    OWN = "sesuai dengan data di dalamnya sendiri"
    RESAVED = "disimpan ulang"
    EDITED = "disunting"
    HOLDS_MORE = "memuat hal lain"
    OTHER_DATA = "dari data lain"
    OTHER_LOOK = "berupa lain"
    TRACKED = "perubahan Track Changes"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome: the state, the edits in printed order, remarks in Indonesian.

    `comments` are those of reviewers, `strangers` what this program does not write, so that nothing
    was compared with it.
    """

    state: State
    edits: tuple[Edit, ...] = ()
    remarks: tuple[str, ...] = field(default=())
    comments: tuple[PlacedComment, ...] = ()
    strangers: tuple[Stranger, ...] = ()

    @property
    def is_proven(self) -> bool:
        """Return whether the data at hand prove the document."""
        return self.state is State.EXACT

    @property
    def says_otherwise(self) -> bool:
        """Return whether the document says, and not only looks, otherwise than it should."""
        return any(edit.did is not Did.LOOK for edit in self.edits)

    def add(self, remark: str) -> Verdict:
        """Return the verdict with one more remark."""
        return replace(self, remarks=(*self.remarks, remark))
