"""The national list of codes and names, for province or regency; a project's own list before it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from renstra_doc.model.row_levels import BIDANG_URUSAN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


LIST = Path(__file__).with_name("nomenklatur-nasional.csv")
PROVINCE, REGENCY = "prov", "kabkot"
SUPPORTING = "X.XX"
OFFICE_PARTS = 2  # parts of the code of a bidang urusan


@dataclass(frozen=True, slots=True)
class OfficialName:
    """A row of the list: code, level, name, and of a sub kegiatan its kinerja, indikator.

    Satuan.
    """

    kode: str
    tingkat: str
    nomenklatur: str
    kinerja: str = ""
    indikator: str = ""
    satuan: str = ""


@lru_cache(maxsize=2)
def read_national(pemda: str = REGENCY) -> Mapping[str, OfficialName]:
    """Return the national list by code, for `kabkot` or `prov`.

    The file is read at the first call.
    """
    with LIST.open(encoding="utf-8", newline="") as stream:
        return {
            row[0]: OfficialName(row[0], row[1], row[3], row[4], row[5], row[6])
            for row in csv.reader(stream)
            # `kabkot`, `prov` or both stand in one column.
            if pemda in row[2]
        }


def normal_code(code: str) -> str:
    """Return a code as the list writes it: upper case, the supporting program under `X.XX`."""
    parts = code.upper().strip(". ").split(".")
    # Kegiatan of the supporting program bear their bidang's code in a document, `X.XX` in the list.
    is_supporting = len(parts) > OFFICE_PARTS and parts[OFFICE_PARTS] == "01"
    return ".".join((SUPPORTING, *parts[OFFICE_PARTS:])) if is_supporting else ".".join(parts)


def find_codes(codes: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the official names of some codes, of province and regency alike.

    Only their lines are taken apart: the whole list costs twenty times as much.
    """
    with LIST.open(encoding="utf-8", newline="") as stream:
        # By the beginning of the line: parsing all of them costs twenty times as much.
        lines = [line for line in stream if line[: line.find(",")] in codes]
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.reader(lines):
        found[row[0]] = (*found.get(row[0], ()), row[3])
    return found


def find_name(code: str, *lists: Mapping[str, OfficialName]) -> OfficialName | None:
    """Return the official name of a code from the first list that has it.

    The supporting program stands once for all bidang urusan, under `X.XX`.
    """
    parts = code.upper().strip(". ").split(".")
    supporting = ".".join((SUPPORTING, *parts[OFFICE_PARTS:]))
    for names in lists:
        found = names.get(code.upper()) or names.get(supporting)
        if found is not None:
            return found
    return None


def list_area(code: str, pemda: str = REGENCY) -> list[OfficialName]:
    """Return the names of a bidang urusan in the order of their codes.

    The supporting program first.

    Its rows bear the code of the bidang instead of `X.XX`.
    """
    names = read_national(pemda)
    area = names.get(code)
    if area is None or area.tingkat != BIDANG_URUSAN:
        return []
    supporting = [
        OfficialName(
            f"{code}{name.kode.removeprefix(SUPPORTING)}", name.tingkat, name.nomenklatur,
            name.kinerja, name.indikator, name.satuan,
        )
        for key, name in names.items()
        if key.startswith(f"{SUPPORTING}.")
    ]  # fmt: skip
    own = [name for key, name in names.items() if key.startswith(f"{code}.")]
    return [area, *sorted([*supporting, *own], key=lambda name: name.kode.split("."))]


def list_areas(pemda: str = REGENCY) -> list[OfficialName]:
    """Return every bidang urusan."""
    return [name for name in read_national(pemda).values() if name.tingkat == BIDANG_URUSAN]
