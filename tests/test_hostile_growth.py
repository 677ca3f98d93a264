"""Files made to hurt cost no more than their size: work is counted, no clock is asked."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

import pytest
from conftest import TEMPLATE

from renstra_doc.cli import main
from renstra_doc.docx.word_content import Revision, WordParagraph, WordRun, accept_all
from renstra_doc.files.zipfiles import read_zip, zip_parts
from renstra_doc.review.verify.lines import Line
from renstra_doc.review.verify.shown import show_blocks
from renstra_doc.template.mark_forms import MOST_TOLD, find_loose
from renstra_doc.template.spots import Spot

BODY = "word/document.xml"
# Twice the size takes twice the lines; what was quadratic took four times as many.
MOST_GROWTH = 2.3


def count_lines(work: Callable[[], object]) -> int:
    """Return how many lines of Python a piece of work runs, each turn of a loop again."""
    count = 0

    def step(_frame: FrameType, event: str, _arg: object) -> object:
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)  # type: ignore[arg-type]
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def measure_growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times as many lines twice the size takes, without what any size takes."""
    work(0)  # what is kept for later calls is made now
    least, once, twice = (count_lines(partial(work, n)) for n in (0, size, 2 * size))
    return (twice - least) / (once - least)


def put(target: Path, xml: str) -> Path:
    """Write the shipped template with more at the start of its body."""
    parts = read_zip(TEMPLATE)
    parts[BODY] = parts[BODY].replace(b"<w:body>", f"<w:body>{xml}".encode(), 1)
    target.write_bytes(zip_parts(parts, deflate=True))
    return target


REFUSED = {
    "rapat": (
        "<w:p/>" * 120_000,
        "isinya lebih besar daripada yang wajar: lebih dari 100000 unsur",
    ),
    "sederajat": ("<w:p/>" * 30_000, "memuat lebih dari 20000 unsur sederajat"),
    "atribut panjang": (
        f'<w:p><w:bookmarkStart w:id="1" w:name="{"a" * 1_100_000}"/></w:p>',
        "memuat satu teks yang lebih panjang dari 1 MiB",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_template_is_refused_with_its_own_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    xml, reason = REFUSED[case]

    code = main(["template", "check", str(put(tmp_path / "jahat.docx", xml))])

    told = capsys.readouterr().err
    assert code == 2
    assert "jahat.docx" in told
    assert reason in told
    assert "200 MiB" not in told


def test_a_template_of_more_parts_than_any_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "jahat.docx"
    parts = read_zip(TEMPLATE) | {f"word/media/{number}.bin": b"x" for number in range(1001)}
    path.write_bytes(zip_parts(parts))

    assert main(["template", "check", str(path)]) == 2
    assert "templat memuat lebih dari 1000 bagian" in capsys.readouterr().err


FULL: dict[str, Callable[[int], str]] = {
    "penanda": lambda n: "<w:p>" + '<w:bookmarkStart w:id="1" w:name="b"/>' * 30 * n + "</w:p>",
    "tanda terpotong": lambda n: (
        "<w:p><w:r><w:t>{{ dokumen.opd }}"
        + "</w:t></w:r><w:r><w:t>{{ dokumen.opd }}" * n
        + "</w:t></w:r>"
        + "<w:r><w:t> </w:t></w:r>" * 10 * n
        + "</w:p>"
    ),
}


@pytest.mark.parametrize("case", FULL)
def test_a_template_full_of_small_things_is_read_in_steps_that_grow_with_it(
    tmp_path: Path, case: str
) -> None:
    def check(size: int) -> None:
        path = put(tmp_path / f"penuh-{size}.docx", FULL[case](size))
        assert main(["template", "check", str(path)]) in (0, 1)

    assert measure_growth(check, 40) < MOST_GROWTH


def test_of_one_paragraph_full_of_brackets_some_are_told_each_in_a_short_line() -> None:
    spot = Spot(0, 1, ("[[salah " * 5_000 + " " * 500_000,))

    slips = list(find_loose(spot, ()))

    assert len(slips) == MOST_TOLD
    assert max(len(str(slip.spot)) for slip in slips) < 100


@pytest.mark.parametrize("kind", ["ins", "del"])
def test_paragraphs_that_all_go_on_in_the_next_are_shown_in_steps_that_grow_with_them(
    kind: str,
) -> None:
    mark = Revision(kind, "Penelaah", "2026-01-01T00:00:00Z")

    def show(size: int) -> None:
        blocks = [
            WordParagraph((WordRun(f"kata {number} ", perubahan=(mark,)),), tanda=(mark,))
            for number in range(size)
        ]
        lines = list(show_blocks(blocks, accept=accept_all))
        shown = "".join(line.text or line.semula or "" for line in lines if isinstance(line, Line))
        assert not size or f"kata {size - 1}" in shown

    assert measure_growth(show, 500) < MOST_GROWTH
