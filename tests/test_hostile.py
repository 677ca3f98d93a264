"""Hostile input: what tries to run code, read a file, never end, fill the memory, break out of the XML or the folder.

Each is tried through the front door and refused with a message, or printed as the plain text it is.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import REPOSITORY, TEMPLATE
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from renstra_doc.cli import main
from renstra_doc.expression.language import Evaluator, ExpressionError
from renstra_doc.expression.names import Facts, show_marked
from renstra_doc.finding import InputError
from renstra_doc.load.project import load_project
from renstra_doc.model import compose_partly
from renstra_doc.render import pages
from renstra_doc.run.pipeline import build_document

SECRET = "isi-rahasia-7f3a"
LIMIT = 2.0  # seconds: a refusal takes milliseconds
ABSOLUTE = "/tmp/panjat-mutlak.txt"  # noqa: S108 — that it is not written is what is tested
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def folder(data_folder: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the small data folder, a file beside it that nobody may read; page numbers are not measured."""
    monkeypatch.setattr(pages, "find_engine", lambda: None)
    made = data_folder()
    (made.parent / "rahasia.txt").write_text(SECRET)
    return made


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def run(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    code = main(["build", "--data", str(folder), *more])
    return code, capsys.readouterr().err


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


# --- Expressions ------------------------------------------------------------------------------------

CODE = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ dokumen.__class__ }}",
    "{{ dokumen.__init__.__globals__ }}",
    "{{ nilai.__globals__ }}",
    "{{ nilai.__self__ }}",
    "{{ cacah.__func__.__code__ }}",
    "{{ self.__init__ }}",
    "{{ self }}",
    "{{ config }}",
    "{{ request.application }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ joiner() }}",
    "{{ namespace() }}",
    "{{ dict(a=1) }}",
    "{{ range(10) }}",
    "{{ ''|attr('__class__') }}",
    "{{ 'id'|system }}",
    "{{ dokumen['__class__'] }}",
    "{{ ('a','b')[0] }}",
    "{{ '%s' % dokumen }}",
    "{{ '{0.__class__}'.format(dokumen) }}",
    "{{ 'a'.join(dokumen) }}",
    "{{ nilai(*dokumen) }}",
    "{{ nilai(**dokumen) }}",
    "{{ angka(x=1) }}",
    "{{ tanggal.__wrapped__ }}",
    "{{ _nilai }}",
    "{{ loop }}",
    "{{ super() }}",
    "{{ caller() }}",
    "{{ __import__('os') }}",
    "{{ open('rahasia.txt') }}",
    "{{ eval('1') }}",
    "{% include 'rahasia.txt' %}",
    "{% import 'rahasia.txt' as x %}",
    "{% extends '../rahasia.txt' %}",
    "{% from 'os' import system %}",
    "{% set x = 1 %}",
    "{% macro m() %}{{ m() }}{% endmacro %}",
    "{% raw %}{{ 1 }}{% endraw %}",
    "{# diam #}",
]
ENDLESS = [
    "{% for i in range(10**12) %}x{% endfor %}",
    "{% for i in dokumen %}{% for j in dokumen %}x{% endfor %}{% endfor %}",
    "{{ 'a' * 10**10 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ [0] * 10**10 }}",
    "{{ range(10**12)|list }}",
    "{{ 'a'|center(10**10) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ terbilang(" + "9" * 400 + ") }}",
    "{{ " + "(" * 240 + "1" + ")" * 240 + " }}",
    "{{ dokumen + " + "1+" * 235 + "1 }}",
    "{{ " + "-" * 480 + "1 }}",
    "{{ " + "not " * 120 + "1 }}",
    "{{ " + "[" * 240 + " }}",
    "{{ 1 << 10**9 }}",
    "{{ " * 3000,
    "{{ '" + "\\x00" + "' }}",
    "{{ '\\ud800' }}",
]


@pytest.mark.parametrize("text", CODE + ENDLESS, ids=lambda text: text[:40])
def test_a_text_that_tries_to_run_code_or_never_to_end_is_refused_at_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    replace(folder / "naskah/01-isi.csv", "PENDAHULUAN", quoted(text))
    started = time.process_time()

    code, err = run(folder, capsys)

    assert time.process_time() - started < LIMIT
    assert code == 2
    assert "Galat: naskah/01-isi.csv, baris 3, kolom teks: " in err
    assert "Traceback" not in err
    assert SECRET not in err
    assert not (folder.parent / "build").exists()


PLACES = {
    "dokumen.csv": ("Renstra Contoh", "judul"),
    "tabel/tabel.csv": ("Data Pegawai", "judul"),
    "tabel/kolom.csv": ("JABATAN", "judul"),
    "tabel/pegawai.csv": ("Pelaksana", "jabatan"),
}


@pytest.mark.parametrize("name", [name for name in PLACES if name != "dokumen.csv"])
def test_code_is_refused_wherever_expressions_may_stand(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    text, column = PLACES[name]
    replace(folder / name, text, "{{ dokumen.__class__ }}")

    code, err = run(folder, capsys)

    assert code == 2
    assert f", kolom {column}: “.__class__” tidak diizinkan" in err


def test_an_expression_in_a_fact_is_not_evaluated_a_second_time(folder: Path) -> None:
    replace(folder / "dokumen.csv", "judul,Renstra Contoh", "judul,{{ 7 + 7 }}")
    replace(folder / "naskah/01-isi.csv", "PENDAHULUAN", "{{ dokumen.judul }}")

    assert "{{ 7 + 7 }}" in read_texts(build_document(folder).path)


def test_a_cell_that_takes_itself_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(
        folder / "tabel/pegawai.csv", "Pelaksana", "\"{{ nilai('pegawai', 'staf', 'jabatan') }}\""
    )

    code, err = run(folder, capsys)

    assert (code, "mengambil nilainya sendiri" in err) == (2, True)


def test_cells_that_double_each_other_do_not_fill_the_memory(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    following = ["{{ " + f"nilai('pegawai', 'r{n + 1}', 'jabatan')" + " }}" for n in range(60)]
    rows = "".join(f'r{n},,#.,"{text}{text}",-\n' for n, text in enumerate(following))
    replace(folder / "tabel/pegawai.csv", "total,", f"{rows}r60,,#.,{'x' * 1000},-\ntotal,")
    started = time.process_time()

    code, err = run(folder, capsys)

    assert code == 2
    assert time.process_time() - started < 5 * LIMIT
    assert "Traceback" not in err


@pytest.mark.parametrize("where", ["naskah/01-isi.csv", "tabel/pegawai.csv"])
def test_a_long_cell_that_is_taken_a_thousand_times_does_not_fill_the_memory(
    folder: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    replace(folder / "tabel/pegawai.csv", "Pelaksana", "x" * 99_000)
    tag = "{{nilai('pegawai','staf','jabatan')}}"
    path = folder / where
    row = 'p{},paragraf,,,,,"{}"\n' if where.startswith("naskah") else 'p{},,#.,"{}",-\n'
    path.write_text(
        path.read_text("utf-8") + "".join(row.format(n, tag * 2000) for n in range(20)), "utf-8"
    )
    started = time.process_time()

    code, err = run(folder, capsys)

    assert code == 2
    assert time.process_time() - started < 5 * LIMIT
    assert err.count("teks ini lebih dari 200.000 huruf setelah ungkapannya dihitung") == 20


def test_values_that_are_too_long_only_together_are_told_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(folder / "tabel/pegawai.csv", "Pelaksana", "x" * 99_000)
    path = folder / "naskah/01-isi.csv"
    rows = "".join(
        f"p{n},paragraf,,,,,\"{{{{ nilai('pegawai', 'staf', 'jabatan') }}}}\"\n" for n in range(200)
    )
    path.write_text(path.read_text("utf-8") + rows, "utf-8")

    code, err = run(folder, capsys)

    assert code == 2
    assert err.count("nilai semua ungkapan dokumen ini bersama-sama lebih dari 16 juta huruf") == 1
    assert "naskah/01-isi.csv, baris 169, kolom teks: " in err


def test_a_cell_that_is_too_long_for_another_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(folder / "tabel/pegawai.csv", "Pelaksana", "x" * 99_000)
    replace(
        folder / "tabel/pegawai.csv",
        "Kepala Dinas",
        '"' + "{{nilai('pegawai','staf','jabatan')}}" * 3 + '"',
    )
    replace(
        folder / "naskah/01-isi.csv",
        "PENDAHULUAN",
        "\"{{ nilai('pegawai', 'kepala', 'jabatan') }}\"",
    )

    _, err = run(folder, capsys)

    assert (
        "naskah/01-isi.csv, baris 3, kolom teks: teks ini lebih dari 200.000 huruf setelah ungkapannya dihitung "
        "(tabel/pegawai.csv, baris 2, kolom jabatan)"
    ) in err


NAMES = st.sampled_from(
    [
        "dokumen",
        "nilai",
        "cacah",
        "sebut",
        "angka",
        "a",
        "self",
        "__class__",
        "'a'",
        "1",
        "''",
        "judul",
    ]
)
GLUE = st.sampled_from(
    [
        ".",
        "(",
        ")",
        "[",
        "]",
        "|",
        "+",
        "-",
        "*",
        "**",
        "~",
        ",",
        " ",
        "{{",
        "}}",
        "{%",
        "%}",
        "if",
        "=",
    ]
)


@settings(max_examples=300, deadline=None)
@given(parts=st.lists(NAMES | GLUE, max_size=25))
def test_any_expression_gives_a_text_or_a_refusal(parts: list[str]) -> None:
    document, _ = compose_partly(
        load_project(REPOSITORY / "examples" / "kabupaten-contoh" / "data")
    )
    evaluator = Evaluator(Facts(document).names(), show_marked)
    try:
        shown = evaluator.resolve("{{ " + "".join(parts) + " }}")
    except ExpressionError as error:
        assert str(error)
    else:
        assert "object at 0x" not in shown


# --- XML --------------------------------------------------------------------------------------------

INJECTIONS = [
    "]]>",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "</w:t></w:r></w:p><w:p>",
    "&amp;",
    "&lt;",
    "&#x41;",
    "&lol;",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "<![CDATA[x]]>",
    "<!-- x -->",
    "<?xml version='1.0'?>",
    '" w:rsidR="1',
    "' onload='x",
    "{ {x} }",
    "[[isi]]",
    "[[bagian: isi]]",
    "renstra-doc-body-slot",
    "]]]]><![CDATA[>",
    "<w:instrText>INCLUDETEXT C:\\rahasia.txt</w:instrText>",
    "&&&<<<>>>\"\"\"'''",
]


def read_texts(path: Path) -> str:
    """Return the text of every part of a document, which must all be well-formed."""
    with zipfile.ZipFile(path) as archive:
        trees = [
            etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        ]
    return "\n".join("".join(map(str, tree.itertext())) for tree in trees)


def body_of(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


@pytest.mark.parametrize("text", INJECTIONS)
def test_markup_in_every_text_field_is_printed_as_text(folder: Path, text: str) -> None:
    plain = body_of(build_document(folder).path)
    for name, old in (
        ("dokumen.csv", "Renstra Contoh"),
        ("naskah/01-isi.csv", "PENDAHULUAN"),
        ("naskah/01-isi.csv", "Latar Belakang"),
        ("tabel/tabel.csv", "Data Pegawai"),
        ("tabel/kolom.csv", "JABATAN"),
        ("tabel/pegawai.csv", "Kepala Dinas"),
        ("tabel/sasaran.csv", "Menurunnya kemiskinan"),
    ):
        replace(folder / name, old, quoted(text))
    replace(folder / "dokumen.csv", "penulis,Dinas Contoh", f"penulis,{quoted(text)}")

    path = build_document(folder).path
    made = body_of(path)

    assert read_texts(path).count(text) >= 8
    assert [node.tag for node in made.iter(f"{W}p", f"{W}tbl", f"{W}sectPr")] == [
        node.tag for node in plain.iter(f"{W}p", f"{W}tbl", f"{W}sectPr")
    ]
    assert [node.text for node in made.iter(f"{W}instrText")] == [
        node.text for node in plain.iter(f"{W}instrText")
    ]


@pytest.mark.parametrize("text", ['"><w:p/>', "<w:p>", "a' b='c", "../x", "&amp;"])
@pytest.mark.parametrize(
    ("file", "old"), [("tabel/tabel.csv", ",umum,"), ("naskah/01-isi.csv", "paragraf,,,,")]
)
def test_markup_in_the_name_of_a_style_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, text: str
) -> None:
    new = f",{quoted(text)}," if old == ",umum," else f"paragraf,,,{quoted(text)},"
    replace(folder / file, old, new)

    code, err = run(folder, capsys)

    assert (code, "Traceback" in err) == (2, False)


def test_a_function_as_an_argument_is_told_briefly(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(
        folder / "naskah/01-isi.csv", "Latar Belakang", quoted("{{ nilai(nilai,nilai,nilai) }}")
    )

    code, err = run(folder, capsys)

    assert code == 2
    assert "“nilai” bukan isian; tulis teks di dalam tanda kutip, misalnya 'nilai'" in err
    assert len(err) < 1000


# --- Templates --------------------------------------------------------------------------------------


def rewrite(path: Path, changes: dict[str, Callable[[bytes], bytes]]) -> None:
    """Change parts of a template; a part that is not there starts empty."""
    with zipfile.ZipFile(TEMPLATE) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for name, change in changes.items():
        parts[name] = change(parts.get(name, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def into_body(xml: str) -> dict[str, Callable[[bytes], bytes]]:
    return {
        "word/document.xml": lambda old: old.replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)
    }


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def with_doctype(entities: str) -> dict[str, Callable[[bytes], bytes]]:
    def change(old: bytes) -> bytes:
        head, mark, rest = old.partition(b"<w:document")
        spoiled = rest.replace(b"<w:body>", b"<w:body>" + paragraph("&jahat;").encode(), 1)
        return head + f"<!DOCTYPE w:document [{entities}]>".encode() + mark + spoiled

    return {"word/document.xml": change}


LAUGHS = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
)
TEMPLATES: dict[str, dict[str, Callable[[bytes], bytes]]] = {
    "reads a file by an entity": with_doctype('<!ENTITY jahat SYSTEM "file:///etc/passwd">'),
    "a billion laughs": with_doctype(LAUGHS + '<!ENTITY jahat "&a11;">'),
    "a bomb of zeros": {"word/media/a.bin": lambda _: bytes(201 * 2**20)},
    "runs code": into_body(paragraph("{{ dokumen.__class__ }}")),
    "code split over runs": into_body(
        "<w:p><w:r><w:t>{{ dokumen.__cl</w:t></w:r><w:r><w:t>ass__ }}</w:t></w:r></w:p>"
    ),
    "never ends": into_body(paragraph("{% for i in range(10**12) %}x{% endfor %}")),
    "a statement of docxtpl": into_body(paragraph("{%p for i in range(10**12) %}x{%p endfor %}")),
    "a row statement of docxtpl": into_body(paragraph("{%tr for i in dokumen %}")),
    "fills the memory": into_body(paragraph("{{ 'a' * 10**10 }}")),
    "code in a header": {
        "word/header1.xml": lambda old: old.replace(
            b"</w:p>", b"<w:r><w:t>{{ self }}</w:t></w:r></w:p>", 1
        )
    },
    "code in the footnotes": {"word/footnotes.xml": lambda _: b"<a>{{ dokumen.__class__ }}</a>"},
    "nested out of measure": into_body("<w:p>" * 5000 + "</w:p>" * 5000),
    "braces without end": into_body(paragraph("{&lt;" * 1_000_000)),
    "markers without end": into_body(paragraph("[[" * 1_000_000)),
    "one endless text": into_body(paragraph("x" * 15_000_000)),
    "a field that reads a file": into_body(
        '<w:p><w:fldSimple w:instr=" INCLUDETEXT C:\\\\rahasia.txt "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    ),
    "a field that runs a program": into_body(
        "<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w:r></w:p>"
    ),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_hostile_template_is_refused_quickly_and_within_memory(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = folder.parent / "jahat.docx"
    rewrite(path, TEMPLATES[name])
    started = time.process_time()

    code, err = run(folder, capsys, "--template", str(path))

    assert time.process_time() - started < 5 * LIMIT
    assert code == 2
    assert re.search(r"^Galat: jahat\.docx[:,] ", err, re.MULTILINE)
    assert "Traceback" not in err
    assert "root:" not in err
    assert not (folder.parent / "build").exists()


def test_a_zip_that_lies_about_its_sizes_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The directory promises 100 bytes where 64 MiB come out: no more is read than was promised."""
    path = folder.parent / "bohong.docx"
    content = bytes(64 * 2**20)
    rewrite(path, {"word/media/a.bin": lambda _: content})
    size = len(content).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (100).to_bytes(4, "little")))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    code, err = run(folder, capsys, "--template", str(path))

    assert (code, "templat bukan berkas .docx atau rusak" in err) == (2, True)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 2**10


def test_parts_that_climb_out_of_the_zip_are_not_written_anywhere(folder: Path) -> None:
    path = folder.parent / "panjat.docx"
    rewrite(path, {"../../panjat.txt": lambda _: b"x", ABSOLUTE: lambda _: b"x"})

    main(["build", "--data", str(folder), "--template", str(path)])

    assert not list(folder.parent.parent.rglob("panjat.txt"))
    assert not Path(ABSOLUTE).exists()


# --- Paths ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../../x",
        "/etc/x",
        "a/b",
        "a\\b",
        "C:x",
        "..",
        ".x",
        "x*",
        'x""y',
        "a" * 200,
        "x\ty",
        "~/../x|y",
    ],
)
def test_the_name_of_the_output_is_a_name_and_no_path(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    replace(folder / "dokumen.csv", "nama_berkas,Renstra-Contoh", f'nama_berkas,"{name}"')

    code, err = run(folder, capsys)

    assert code == 2
    assert "dokumen.csv, baris 2, kolom nilai: “" in err
    assert "bukan nama berkas" in err


@pytest.mark.parametrize(
    "key",
    ["../rahasia", "/etc/passwd", "..", "a/b", "a\\b", "pegawai/../pegawai", "A", "é", "con:x"],
)
def test_the_id_of_a_table_is_no_path(
    folder: Path, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    (folder / "rahasia.csv").write_text(f"id,teks\n{SECRET},x\n")
    replace(folder / "tabel/tabel.csv", "pegawai,2.1", f"{key},2.1")

    code, err = run(folder, capsys)

    assert code == 2
    assert f"tabel/tabel.csv, baris 2, kolom id: id “{key}” tidak sah" in err
    assert SECRET not in err


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../rahasia.txt",
        "dokumen.csv",
        ".",
        "/dev/zero",
        "/dev/stdin",
        "~/x",
        "a" * 300,
    ],
)
def test_a_template_may_lie_anywhere_but_must_be_a_word_document(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    text = (folder / "dokumen.csv").read_text().splitlines()
    text = [f"templat,{name}," if line.startswith("templat,") else line for line in text]
    (folder / "dokumen.csv").write_text("\n".join(text) + "\n")
    started = time.perf_counter()

    code, err = run(folder, capsys)

    assert time.perf_counter() - started < LIMIT
    assert code == 2
    assert "Galat: " in err
    assert "root:" not in err
    assert SECRET not in err


def test_a_chart_names_no_file_to_read(folder: Path) -> None:
    """Only struktur-organisasi.csv is ever read for a chart; another name is refused."""
    with (folder / "naskah/01-isi.csv").open("a") as file:
        file.write("bagan,bagan,,,,../rahasia.txt,Bagan\n")
    (folder / "struktur-organisasi.csv").write_text("id,induk,jabatan\nkepala,,Kepala\n", "utf-8")

    with pytest.raises(InputError, match=r"bukan dari “\.\./rahasia\.txt”"):
        build_document(folder)


@pytest.mark.parametrize("name", ["tabel/pegawai.csv", "dokumen.csv", "naskah", "tabel"])
def test_links_out_of_the_folder_read_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    outside = folder.parent / "luar"
    (folder / name).rename(outside)
    (folder / name).symlink_to(outside)

    code, err = run(folder, capsys)

    assert (code, "tautan ke luar folder data" in err) == (2, True)


def test_an_output_that_is_a_link_to_something_else_is_refused(folder: Path) -> None:
    (folder.parent / "build").mkdir()
    output = folder.parent / "build" / "Renstra-Contoh.docx"
    output.symlink_to(folder.parent / "rahasia.txt")

    with pytest.raises(InputError, match="tautan ke berkas yang bukan"):
        build_document(folder)

    assert (folder.parent / "rahasia.txt").read_text() == SECRET
    assert output.is_symlink()


def test_an_output_that_is_a_link_to_a_document_is_written_through(folder: Path) -> None:
    (folder.parent / "build").mkdir()
    output = folder.parent / "build" / "Renstra-Contoh.docx"
    output.symlink_to(folder.parent / "bersama.docx")

    build_document(folder)

    assert output.is_symlink()
    assert zipfile.is_zipfile(folder.parent / "bersama.docx")


# --- Size -------------------------------------------------------------------------------------------


def test_a_chain_of_3000_boxes_is_refused_without_a_traceback(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    boxes = "".join(f"k{n},{f'k{n - 1}' if n else ''},Jabatan {n}\n" for n in range(3000))
    (folder / "struktur-organisasi.csv").write_text("id,induk,jabatan\n" + boxes)
    with (folder / "naskah/01-isi.csv").open("a") as file:
        file.write("bagan,bagan,,,,struktur-organisasi.csv,Bagan\n")

    code, err = run(folder, capsys)

    assert (code, "bersarang terlalu dalam" in err) == (2, True)


def test_marks_without_end_take_no_time(folder: Path) -> None:
    replace(folder / "naskah/01-isi.csv", "Latar Belakang", "*" * 30_000 + "a" + "**b" * 20_000)
    started = time.process_time()

    build_document(folder)

    assert time.process_time() - started < 5 * LIMIT


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_too_little_memory_is_told_without_a_traceback(folder: Path) -> None:
    code = (
        "import resource, sys; from renstra_doc.cli import main; "
        "resource.setrlimit(resource.RLIMIT_AS, (2**28, 2**28)); sys.exit(main())"
    )
    with (folder / "naskah/01-isi.csv").open("a") as file:
        file.writelines(f"p{n},paragraf,,,,,{'teks ' * 1000}\n" for n in range(8000))
    command = [sys.executable, "-c", code, "build", "--data", str(folder)]
    environment = {**os.environ, "PATH": "", "PYTHONPATH": str(REPOSITORY)}

    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=600, check=False
    )

    assert done.returncode == 2
    assert "memori komputer tidak cukup" in done.stderr
    assert "Traceback" not in done.stderr
