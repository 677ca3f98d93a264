"""Lists of a narrative: their levels and samples, and lists that go on across other blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from renstra_doc.intake.block_draft import BlockDraft, marked_of
from renstra_doc.intake.typed_numbers import Typed, as_letter, read_item, sample_of

if TYPE_CHECKING:
    from renstra_doc.docx.word_content import WordParagraph

ITEM_STEP = 150  # twips by which two levels differ at least


@dataclass
class OpenList:
    """The list that is open: for each level its sample, its last number and its indent."""

    levels: list[tuple[str, int, int]] = field(default_factory=list)


@dataclass
class Seen:
    """What stands earlier, so that nobody walks back over all of it.

    The kinds of blocks; of this chapter the forms of its headings and where each item stands (its
    sample, number, level); of this heading the last number of each sample.
    """

    kinds: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    places: dict[tuple[str, int, str], int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def take(self, draft: BlockDraft, place: int) -> None:
        """Take note of a block that was added."""
        self.kinds.add(draft.jenis)
        if draft.jenis == "bab":
            self.forms.clear()
            self.places.clear()
        if draft.jenis in ("bab", "subbab", "judul"):
            self.last.clear()
        if draft.jenis == "subbab":
            self.forms.add(draft.penanda)
        if draft.jenis == "butir":
            self.places[draft.penanda, draft.value, draft.tingkat] = place
            self.last[draft.penanda] = draft.value


class ListReader:
    """Reads the items of lists, numbered by Word or by hand."""

    def __init__(self) -> None:
        """Begin without blocks; no list is open."""
        self.drafts: list[BlockDraft] = []
        self.list = OpenList()
        self.seen = Seen()

    def _add(self, jenis: str, teks: str = "", **more: object) -> BlockDraft:
        draft = BlockDraft(jenis, teks)
        draft = replace(draft, **more)  # type: ignore[arg-type]
        self.seen.take(draft, len(self.drafts))
        self.drafts.append(draft)
        return draft

    def _item(self, paragraph: WordParagraph, text: str) -> bool:
        if paragraph.label:
            sample, value = self._as_counted(paragraph.label)
            level = self._level_of(sample, value, paragraph, counted=True)
            self._add_item(sample, value, level, marked_of(paragraph), paragraph.takuk)
            return True
        typed = self._typed(text)
        if typed is None or paragraph.gaya.lower().startswith("sistematika"):
            return False
        level = self._level_of(typed.sample, typed.value, paragraph, counted=False)
        if level < 0:
            return False
        marked = marked_of(paragraph)
        rest = _after_number(marked)
        self._add_item(typed.sample, typed.value, level, rest, paragraph.takuk)
        return True

    def _as_counted(self, label: str) -> tuple[str, int]:
        """Return the sample and value of a label of Word; `i.` after `h.` is a letter."""
        sample, value = sample_of(label)
        # Alone `i` may be roman or the letter after h: what is open decides.
        typed = self._typed(f"{label} x") if sample.strip("(.)") in ("i", "I") else None
        return (typed.sample, typed.value) if typed is not None else (sample, value)

    def _typed(self, text: str) -> Typed | None:
        """Read a typed number; `i.` is a letter where the list has come to `h.`."""
        typed = read_item(text)
        if typed is None or typed.sample.strip("(.)") not in ("i", "I"):
            return typed
        number = text.strip().lstrip("(")[:1]
        letter = as_letter(typed, number)
        open_levels = {sample: value for sample, value, _ in self.list.levels}
        return letter if open_levels.get(letter.sample) == letter.value - 1 else typed

    def _level_of(self, sample: str, value: int, paragraph: WordParagraph, *, counted: bool) -> int:
        """Return the level of an item.

        Where its number goes on, else one deeper where it begins.
        """
        match = re.fullmatch(r"(?:butir|list \w+) (\d)", paragraph.gaya, re.IGNORECASE)
        if match:
            return min(int(match[1]), 3)
        # Word says the level itself, unless all stand at level 0 and only the indent differs.
        if counted and (paragraph.tingkat or not paragraph.takuk):
            return min(paragraph.tingkat + 1, 3)
        indent = paragraph.takuk
        open_level = self._open_level(sample, value, indent)
        if open_level:
            return open_level
        # A number in the midst that goes on with nothing is the beginning of a sentence (`2021.
        # …`).
        if not counted and value > 1 and not self._goes_on_before(sample, value):
            return -1
        return self._new_level(sample, value, indent)

    def _open_level(self, sample: str, value: int, indent: int) -> int:
        """Return the level at which a number goes on, 0 where at none."""
        for level, (known, last, own) in enumerate(self.list.levels, 1):
            follows = value == last + 1 or (not value and not last)
            # Of another indent it is the number of another level.
            near = not own or not indent or abs(indent - own) <= ITEM_STEP
            if known == sample and follows and near:
                return level
        return 0

    def _new_level(self, sample: str, value: int, indent: int) -> int:
        """Return the level at which a list begins: by its indent, else below another form."""
        levels = self.list.levels
        if indent or any(own for _, _, own in levels):
            # Three levels are what the template has.
            return min(sum(1 for _, _, own in levels if own < indent - ITEM_STEP) + 1, 3)
        known = [number for number, (form, _, _) in enumerate(levels, 1) if form == sample]
        if known:
            return known[0]
        return min(len(levels) + (1 if value <= 1 else 0), 3) or 1

    def _goes_on_before(self, sample: str, value: int) -> bool:
        """Return whether a list earlier in the chapter stopped just before this number."""
        return self.seen.last.get(sample) == value - 1

    def _add_item(self, sample: str, value: int, level: int, text: str, indent: int = 0) -> None:
        is_open = len(self.list.levels) >= level and self.list.levels[level - 1][0] == sample
        follows = is_open and (value == self.list.levels[level - 1][1] + 1 or not value)
        name = ""
        # The number goes on where other blocks have come between: both parts get one name.
        if value > 1 and not follows:
            name = self._resume(sample, value, level)
        self.list.levels = [*self.list.levels[: level - 1], (sample, value, indent)]
        acuan = name or self._name_of_open(sample, level)
        self._add("butir", text, tingkat=str(level), penanda=sample, value=value, acuan=acuan)

    def _name_of_open(self, sample: str, level: int) -> str:
        last = self.drafts[-1] if self.drafts else None
        if (
            last is not None
            and last.jenis == "butir"
            and last.penanda == sample
            and last.tingkat == str(level)
        ):
            return last.acuan
        return ""

    def _resume(self, sample: str, value: int, level: int) -> str:
        """Name the list that goes on across other blocks, in both parts."""
        place = self.seen.places.get((sample, value - 1, str(level)))
        if place is None:
            return ""
        name = self.drafts[place].acuan or f"daftar-{place + 1}"
        self._name_back(place, sample, level, name)
        return name

    def _name_back(self, place: int, sample: str, level: int, name: str) -> None:
        for at in range(place, -1, -1):
            draft = self.drafts[at]
            if draft.jenis == "butir" and draft.tingkat == str(level) and draft.penanda == sample:
                # Those before an item with a name have it already, or are of another list.
                if draft.acuan:
                    return
                draft.acuan = name
                if draft.value <= 1:
                    return
            elif draft.jenis in ("bab", "subbab"):
                return


def _after_number(marked: str) -> str:
    match = re.match(
        r"(?P<marks>\**)\(?(?:\w{1,5}[.)]|[^\w\s]|o(?=\s))\s*(?P<rest>.*)", marked, re.DOTALL
    )
    return f"{match['marks']}{match['rest']}" if match else marked
