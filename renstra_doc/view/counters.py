"""What counts while the blocks are walked over: lists. Headings and captions: `model.counting`."""

from __future__ import annotations

from renstra_doc.view.items import ListDefinition
from renstra_doc.words.marker import Marker, parse_marker


class Lists:
    """Which list each item belongs to, and its number in it.

    An open list is known by the levels that have had an item: {level: number of the list}. Where a
    deeper level changes its marker, only that level and those below it go on in a new list.
    """

    def __init__(self) -> None:
        """Begin without a list."""
        # One entry per list; the number of a list is its place, from 1.
        self._markers: list[dict[int, Marker]] = []
        self._styles: list[dict[int, str]] = []
        self._counts: list[dict[int, int]] = []
        self._named: dict[str, dict[int, int]] = {}
        self._open: dict[int, int] = {}

    def close(self) -> None:
        """End the list that is open; one with a name goes on where it is named again."""
        self._open = {}

    def add(self, name: str, level: int, sample: str, style: str) -> tuple[int, str]:
        """Return (number of the list, marker as printed) for the next item."""
        number = self._find(name, level, parse_marker(sample))
        self._styles[number - 1].setdefault(level, style)
        counts = self._counts[number - 1]
        counts[level] = counts.get(level, 0) + 1
        # An item of a level begins the levels below it anew.
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        # Word shows an upper level that has had no item as its first number.
        marker = self._markers[number - 1][level]
        upper = range(max(level - marker.bertingkat, 1), level)
        return number, marker.show(
            counts[level], ".".join(str(counts.get(other, 1)) for other in upper) or "1"
        )

    def _find(self, name: str, level: int, marker: Marker) -> int:
        # A named list goes on where it was left, though others have come between.
        levels = self._named.get(name, {}) if name else self._open
        number = _nearest(levels, level)
        # Another marker at a level is another list to Word: one numbering has one form per level.
        if not number or self._markers[number - 1].setdefault(level, marker) != marker:
            number = self._begin(level, marker)
        # Deeper levels are forgotten: below a new item they begin anew.
        self._open = {other: known for other, known in levels.items() if other < level} | {
            level: number
        }
        if name:
            self._named[name] = self._open
        return number

    def _begin(self, level: int, marker: Marker) -> int:
        self._markers.append({level: marker})
        self._styles.append({})
        self._counts.append({})
        return len(self._markers)

    def definitions(self) -> list[ListDefinition]:
        """Return the lists in the order of their numbers."""
        return [
            ListDefinition(dict(sorted(markers.items())), styles)
            for markers, styles in zip(self._markers, self._styles, strict=True)
        ]


def _nearest(levels: dict[int, int], level: int) -> int:
    """Return the list of this level, else of the nearest above it, else of the nearest below it.

    0 for none.
    """
    above = [other for other in levels if other <= level]
    below = [other for other in levels if other > level]
    return levels[max(above)] if above else levels[min(below)] if below else 0
