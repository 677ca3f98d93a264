"""How much a story may hold of what each costs time: no book comes near, hostile files do."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from renstra_doc.docx.elements import COMPATIBILITY, REVERSED
from renstra_doc.docx.relations import NESTED, DenseError
from renstra_doc.docx.xml import W

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_STRANGE = 50_000
MOST_PIECES = 150_000  # children of runs: texts, tabs, breaks
MOST_REVISIONS = 10_000  # kinds, authors and dates of tracked changes
MOST_LETTERS = 10_000_000  # of a story: a hundred thick books
LONGEST = 500_000  # letters of a paragraph: ten times a whole chapter
# Of what stands in its own kind: Word nests none of it more than a few times.
DEEPEST_CHANGE, DEEPEST_BOX, DEEPEST_FIELD, DEEPEST_HOLDER = 20, 5, 100, 20
LONGEST_NAME = 255
_NESTING = (f"{{{W}}}tbl", f"{{{W}}}sdt", f"{{{COMPATIBILITY}}}AlternateContent", *REVERSED)


def check_most(found: int, most: int, shown: str) -> None:
    """Raise DenseError where there is more of something than any book has."""
    if found > most:
        message = f"memuat lebih dari {most} {shown}"
        raise DenseError(message)


def check_nesting(found: int, most: int, shown: str) -> None:
    """Raise DenseError where something stands deeper in its own kind than in any book."""
    if found > most:
        message = f"memuat {shown} yang bersarang lebih dari {most} tingkat"
        raise DenseError(message)


@dataclass(slots=True)
class StoryBounds:
    """What was met so far in a story and in the boxes drawn in it."""

    pieces: int = 0
    letters: int = 0
    boxes: int = 0

    def count_pieces(self, found: int) -> None:
        """Count the children of a run."""
        self.pieces += found
        check_most(self.pieces, MOST_PIECES, "potongan teks")

    def check_strangers(self, found: int) -> None:
        """Raise DenseError for too much that is not known."""
        check_most(found, MOST_STRANGE, "unsur yang tidak dikenal program ini")

    def check_revisions(self, found: int) -> None:
        """Raise DenseError for tracked changes by too many people or at too many times."""
        check_most(found, MOST_REVISIONS, "penyunting atau waktu perubahan terlacak")

    def check_changes(self, found: int) -> None:
        """Raise DenseError for tracked changes that stand too deep in each other."""
        check_nesting(found, DEEPEST_CHANGE, "perubahan terlacak")

    def check_letters(self, found: int) -> None:
        """Count the letters of a paragraph; DenseError for one, or a story, longer than any."""
        if found > LONGEST:
            message = f"memuat satu paragraf yang lebih panjang dari {LONGEST} huruf"
            raise DenseError(message)
        self.letters += found
        check_most(self.letters, MOST_LETTERS, "huruf")

    def check_depth(self, node: _Element) -> None:
        """Raise DenseError for a table or control that stands too deep in others."""
        # All that is told with the text in it: that of the innermost would be read each time.
        if len(list(islice(node.iterancestors(*_NESTING), DEEPEST_HOLDER))) >= DEEPEST_HOLDER:
            raise DenseError(NESTED)

    def check_name(self, name: str) -> str:
        """Return the name of a person or a date; DenseError for one that is a book."""
        # It is printed beside each change that bears it.
        if len(name) > LONGEST_NAME:
            message = f"memuat nama penyunting yang lebih panjang dari {LONGEST_NAME} huruf"
            raise DenseError(message)
        return name

    def enter_box(self) -> StoryBounds:
        """Go down into a text box."""
        self.boxes += 1
        check_nesting(self.boxes, DEEPEST_BOX, "kotak teks")
        return self

    def leave_box(self) -> None:
        """Come up again."""
        self.boxes -= 1
