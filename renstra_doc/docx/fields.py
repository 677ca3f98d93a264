"""Fields of a story (ECMA-376 Part 1, 17.16): what is code, what is shown, and of which kind."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "tanpa nama"


@dataclass(slots=True)
class _Open:
    code: str = ""
    shows: bool = False


class Fields:
    """The fields that are open at a place of a story; `found` are all of them, with their code."""

    def __init__(self) -> None:
        """Begin outside of fields."""
        self._open: list[_Open] = []
        self.found: list[tuple[str, str]] = []

    def step(self, kind: str) -> None:
        """Go on at a w:fldChar: `begin`, `separate` or `end`."""
        if kind == "begin":
            self._open.append(_Open())
        elif kind == "separate" and self._open:
            self._open[-1].shows = True
            self.note(self._open[-1].code)
        elif kind == "end" and self._open:
            closed = self._open.pop()
            if not closed.shows:
                self.note(closed.code)

    def add(self, code: str) -> None:
        """Add a piece of code to the field that is open."""
        if self._open and not self._open[-1].shows:
            self._open[-1].code += code

    def note(self, code: str) -> str:
        """Note a field and return its kind."""
        text = " ".join(code.split())
        self.found.append((kind_of(text), text))
        return kind_of(text)

    def shows_result(self) -> bool:
        """Return whether what stands here is shown: in no field, or in the result of all."""
        return all(found.shows for found in self._open)

    def kind(self) -> str:
        """Return the kind of the innermost field whose result stands here."""
        return kind_of(self._open[-1].code) if self._open else ""


def kind_of(code: str) -> str:
    """Return the kind of a field: the first word of its code."""
    words = code.split(maxsplit=1)
    return words[0].upper() if words else UNKNOWN
