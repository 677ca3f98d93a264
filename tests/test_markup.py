"""Texts: inline markup, samples of markers and numbers, and the expressions in double braces."""

import ast
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renstra_doc.expression.language import Evaluator, ExpressionError
from renstra_doc.expression.names import show_value
from renstra_doc.words.marker import Marker, is_first, parse_marker, show_number
from renstra_doc.words.markup import Run, escape_markup, parse_markup, plain_text
from renstra_doc.words.numbers import format_angka, format_rupiah, sebut, terbilang

# --- Markup --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", ()),
        ("Dinas Sosial", (Run("Dinas Sosial"),)),
        ("*impact*", (Run("impact", miring=True),)),
        ("**Visi**", (Run("Visi", tebal=True),)),
        ("***Visi***", (Run("Visi", tebal=True, miring=True),)),
        (
            "IKSS atau *impact* dan **IKP**.",
            (
                Run("IKSS atau "),
                Run("impact", miring=True),
                Run(" dan "),
                Run("IKP", tebal=True),
                Run("."),
            ),
        ),
        (
            "**tebal *keduanya* tebal**",
            (
                Run("tebal ", tebal=True),
                Run("keduanya", tebal=True, miring=True),
                Run(" tebal", tebal=True),
            ),
        ),
        ("*dua\nbaris*", (Run("dua\nbaris", miring=True),)),
        (r"5 \* 7", (Run("5 * 7"),)),
        (r"C:\\data", (Run(r"C:\data"),)),
        (r"C:\data", (Run(r"C:\data"),)),
        (r"\**miring*", (Run("*"), Run("miring", miring=True))),
        (r"*a\*b*", (Run("a*b", miring=True),)),
        ("*) catatan kaki", (Run("*) catatan kaki"),)),
        ("**tebal tanpa akhir", (Run("**tebal tanpa akhir"),)),
        ("**a* b", (Run("**a* b"),)),
        ("*a **b* c**", (Run("a **b", miring=True), Run(" c**"))),
    ],
)
def test_markup_becomes_runs_and_a_lonely_mark_stays_text(text: str, runs: tuple[Run, ...]) -> None:
    assert parse_markup(text) == runs


def test_plain_text_is_the_text_as_printed() -> None:
    assert plain_text(r"IKSS *impact* **IKP** 5 \* 7 *") == "IKSS impact IKP 5 * 7 *"


TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("*\\ "))


@given(TEXT)
def test_an_escaped_text_is_parsed_back_as_one_plain_run(text: str) -> None:
    assert parse_markup(escape_markup(text)) == ((Run(text),) if text else ())


@given(st.lists(st.tuples(TEXT.filter(bool), st.sampled_from(["", "*", "**"])), max_size=5))
def test_marked_up_pieces_are_parsed_back_with_their_look(pieces: list[tuple[str, str]]) -> None:
    written = "|".join(f"{mark}{escape_markup(text)}{mark}" for text, mark in pieces)
    looks = [
        (letter, run.tebal, run.miring) for run in parse_markup(written) for letter in run.teks
    ]

    expected = [
        entry
        for number, (text, mark) in enumerate(pieces)
        for entry in (
            *([("|", False, False)] if number else []),
            *((letter, mark == "**", mark == "*") for letter in text),
        )
    ]
    assert looks == expected


@given(st.text("ab*"))
def test_no_letter_vanishes_from_a_text(text: str) -> None:
    assert plain_text(text).replace("*", "") == text.replace("*", "")


@given(st.text("ab*\\", max_size=12))
def test_runs_are_never_empty_and_neighbours_differ_in_look(text: str) -> None:
    runs = parse_markup(text)

    assert all(run.teks for run in runs)
    assert all(
        (left.tebal, left.miring) != (right.tebal, right.miring) for left, right in pairwise(runs)
    )


# --- Markers -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sample", "marker"),
    [
        ("BAB I", Marker("BAB ", "upperRoman")),
        ("1.1", Marker("", "decimal", "", bertingkat=1)),
        ("1.1.1", Marker("", "decimal", "", bertingkat=2)),
        ("1.", Marker("", "decimal", ".")),
        ("1)", Marker("", "decimal", ")")),
        ("(1)", Marker("(", "decimal", ")")),
        ("Pasal 1", Marker("Pasal ", "decimal")),
        ("a.", Marker("", "lowerLetter", ".")),
        ("a)", Marker("", "lowerLetter", ")")),
        ("A.", Marker("", "upperLetter", ".")),
        ("I.", Marker("", "upperRoman", ".")),
        ("i", Marker("", "lowerRoman")),
        ("❖", Marker("❖", "bullet")),
        ("-", Marker("-", "bullet")),
        ("o", Marker("o", "bullet")),
        ("•", Marker("•", "bullet")),
        ("", Marker("", "bullet")),
        ("Misi", Marker("Misi", "bullet")),
    ],
)
def test_a_sample_describes_a_marker(sample: str, marker: Marker) -> None:
    assert parse_marker(sample) == marker


@pytest.mark.parametrize(
    ("sample", "shown"),
    [
        (
            "BAB I",
            [
                "BAB I",
                "BAB II",
                "BAB III",
                "BAB IV",
                "BAB V",
                "BAB VI",
                "BAB VII",
                "BAB VIII",
                "BAB IX",
            ],
        ),
        ("1.1", ["4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8", "4.9"]),
        ("a.", ["a.", "b.", "c.", "d.", "e.", "f.", "g.", "h.", "i."]),
        ("1)", ["1)", "2)", "3)", "4)", "5)", "6)", "7)", "8)", "9)"]),
        ("i", ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]),
        ("❖", ["❖"] * 9),
        ("-", ["-"] * 9),
        ("o", ["o"] * 9),
    ],
)
def test_the_sample_is_the_first_number_and_the_program_counts_on(
    sample: str, shown: list[str]
) -> None:
    assert [parse_marker(sample).show(number, parent=4) for number in range(1, 10)] == shown


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ("lowerLetter", 26, "z"),
        ("lowerLetter", 27, "aa"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 53, "AAA"),
        ("upperRoman", 40, "XL"),
        ("upperRoman", 99, "XCIX"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 444, "cdxliv"),
        ("decimal", 1000, "1000"),
    ],
)
def test_numbers_run_as_in_word(form: str, number: int, shown: str) -> None:
    assert show_number(form, number) == shown


ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@given(st.integers(1, 3999))
def test_a_roman_number_reads_back_and_has_no_sign_four_times(number: int) -> None:
    shown = show_number("upperRoman", number)

    values = [ROMAN[sign] for sign in shown]
    assert number == sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )
    assert not any(sign * 4 in shown for sign in ROMAN)


@pytest.mark.parametrize("sample", ["1.", "a)", "BAB I", "(1)", "i"])
@given(number=st.integers(1, 500))
def test_no_two_numbers_of_a_list_look_the_same(sample: str, number: int) -> None:
    marker = parse_marker(sample)

    assert marker.show(number) != marker.show(number + 1)
    assert marker.show(1) == sample


@pytest.mark.parametrize("sample", ["11.", "21)", "1.1.1"])
def test_a_sample_that_is_not_the_first_number_is_no_prefix(sample: str) -> None:
    assert not parse_marker(sample).awalan.startswith(("1", "2"))


@pytest.mark.parametrize(
    "sample", ["", "1.", "(1)", "1.1", "a.", "A", "BAB I", "i", "o", "❖", "-", "Misi", "Pasal 1"]
)
def test_a_sample_is_the_first_number_of_its_form_or_a_bullet(sample: str) -> None:
    assert is_first(sample)


@pytest.mark.parametrize(
    "sample", ["2.", "11.", "0.", "01.", "b.", "B)", "BAB II", "ii", "1.2", "1.1.1.1", "1.a", "x1"]
)
def test_any_other_number_is_no_sample(sample: str) -> None:
    assert not is_first(sample)


# --- Expressions: what is allowed ----------------------------------------------


def show_cell(tabel: str, baris: str, kolom: str) -> str:
    return f"[{tabel}/{baris}/{kolom}]"


@pytest.fixture
def evaluator() -> Evaluator:
    names = {
        "dokumen": {"opd": "Dinas Sosial", "judul": "R&D <b> *x*", "tahun": 2021},
        "nilai": show_cell,
        "sebut": sebut,
        "terbilang": terbilang,
        "angka": format_angka,
        "rupiah": format_rupiah,
    }
    return Evaluator(names, str)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Tanpa ungkapan { } }} ** &", "Tanpa ungkapan { } }} ** &"),
        ("{{ 7 }}", "7"),
        ("{{7}}", "7"),
        ("{{ 'teks' }}", "teks"),
        ('{{ "teks" }}', "teks"),
        ("{{ 'R&D' }}", "R&D"),
        ("{{ dokumen.opd }}", "Dinas Sosial"),
        ("{{ dokumen.judul }}", "R&D <b> *x*"),
        ("{{ nilai('pegawai', 'total', 'jumlah') }}", "[pegawai/total/jumlah]"),
        ("{{ nilai('R&D', \"it's\", 'é') }}", "[R&D/it's/é]"),
        ("{{ sebut(7) }}", "7 (tujuh)"),
        ("{{ terbilang(7) }}", "tujuh"),
        ("{{ angka(6383) }}", "6.383"),
        ("{{ rupiah(200000) }}", "Rp200.000"),
        ("{{ 3 + 4 }}", "7"),
        ("{{ 2021 - 2017 + 1 }}", "5"),
        ("{{ 10 - (4 - 1) }}", "7"),
        ("{{ sebut(3 + 4) }}", "7 (tujuh)"),
        ("{{ dokumen.tahun - 1 }}", "2020"),
        ("{{ dokumen.opd + ', ' + terbilang(2) }}", "Dinas Sosial, dua"),
        ("{{\n  sebut(\n    7\n  )\n}}", "7 (tujuh)"),
        ("Dari {{ sebut(7) }} menjadi {{ sebut(2) }}.", "Dari 7 (tujuh) menjadi 2 (dua)."),
        ("{{ 1 }}{{ 2 }}", "12"),
        ("{{ -5 }}", "-5"),
        ("{{ 3 - -5 }}", "8"),
    ],
)
def test_an_expression_is_replaced_by_its_value(
    evaluator: Evaluator, text: str, printed: str
) -> None:
    assert evaluator.resolve(text) == printed


def test_a_value_is_printed_as_the_caller_says(evaluator: Evaluator) -> None:
    assert evaluator.resolve("{{ 6383 }} dan {{ 'x' }}", repr) == "6383 dan 'x'"


def test_an_expression_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = ast.parse

    def record(source: str, *, mode: str) -> ast.AST:
        parsed.append(source)
        return parse(source, mode=mode)

    monkeypatch.setattr(ast, "parse", record)
    evaluator = Evaluator({"sebut": sebut}, str)

    # An expression of its own: what is parsed stays parsed for the whole process.
    assert [evaluator.resolve("{{ sebut(71) }}{{sebut(71)}}") for _ in range(3)] == [
        "71 (tujuh puluh satu)" * 2
    ] * 3
    assert parsed == ["(sebut(71))"]


@given(st.text().filter(lambda text: not any(mark in text for mark in ("{{", "{%", "{#"))))
def test_a_text_without_an_expression_stays_as_it_is(text: str) -> None:
    assert Evaluator({}, str).resolve(text) == text


@pytest.mark.parametrize("kunci", ["items", "copy", "values"])
def test_a_fact_may_bear_any_name(kunci: str) -> None:
    assert (
        Evaluator({"dokumen": {kunci: "isi"}}, str).resolve(f"{{{{ dokumen.{kunci} }}}}") == "isi"
    )


# --- Expressions: what is refused ----------------------------------------------


def refusal(evaluator: Evaluator, text: str) -> str:
    with pytest.raises(ExpressionError) as caught:
        evaluator.resolve(text)
    return str(caught.value)


ONLY_BRACES = "tidak diizinkan; yang boleh hanya {{ … }}"
ONLY_NAMED_CALLS = "yang boleh dipanggil hanya nilai(), sebut(), terbilang(), angka(), rupiah()"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{% for x in dokumen %}x{% endfor %}", f"“{{%” {ONLY_BRACES}"),
        ("{%- set x = 1 -%}", f"“{{%” {ONLY_BRACES}"),
        ("{% include '/etc/passwd' %}", f"“{{%” {ONLY_BRACES}"),
        ("{# komentar #}", f"“{{#” {ONLY_BRACES}"),
        ("{{ 7 }} {% if true %}", f"“{{%” {ONLY_BRACES}"),
        ("{{ ().__class__ }}", "“.__class__” tidak diizinkan"),
        ("{{ ''.__class__.__mro__ }}", "“.__mro__” tidak diizinkan"),
        ("{{ dokumen.__class__ }}", "“.__class__” tidak diizinkan"),
        ("{{ nilai.__globals__ }}", "“.__globals__” tidak diizinkan"),
        ("{{ dokumen._rahasia }}", "“._rahasia” tidak diizinkan"),
        ("{{ dokumen.opd.upper }}", "“.upper” tidak diizinkan"),
        ("{{ dokumen.opd.upper() }}", ONLY_NAMED_CALLS),
        ("{{ dokumen.clear() }}", ONLY_NAMED_CALLS),
        ("{{ 'x'.format(1) }}", ONLY_NAMED_CALLS),
        ("{{ nilai('a', 'b', 'c')() }}", ONLY_NAMED_CALLS),
        ("{{ dokumen['opd'] }}", "ungkapan memakai tanda kurung siku, yang tidak diizinkan"),
        ("{{ dokumen['__class__'] }}", "ungkapan memakai tanda kurung siku, yang tidak diizinkan"),
        ("{{ dokumen|attr('__class__') }}", "ungkapan memakai tanda |, yang tidak diizinkan"),
        ("{{ dokumen.opd|upper }}", "ungkapan memakai tanda |, yang tidak diizinkan"),
        ("{{ 'a'*10**9 }}", "ungkapan memakai tanda *, yang tidak diizinkan"),
        ("{{ 10**10**10 }}", "ungkapan memakai tanda **, yang tidak diizinkan"),
        ("{{ 1 / 0 }}", "ungkapan memakai tanda /, yang tidak diizinkan"),
        ("{{ ~5 }}", "ungkapan memakai tanda ~, yang tidak diizinkan"),
        ("{{ [1, 2] }}", "ungkapan memakai tanda kurung siku, yang tidak diizinkan"),
        ("{{ {'a': 1} }}", "ungkapan memakai tanda kurung kurawal, yang tidak diizinkan"),
        ("{{ (1, 2) }}", "ungkapan memakai beberapa nilai sekaligus, yang tidak diizinkan"),
        ("{{ 1 if 2 else 3 }}", "ungkapan memakai if, yang tidak diizinkan"),
        ("{{ 1 < 2 }}", "ungkapan memakai perbandingan, yang tidak diizinkan"),
        ("{{ not 1 }}", "ungkapan memakai not, yang tidak diizinkan"),
        ("{{ dokumen is defined }}", "ungkapan memakai perbandingan, yang tidak diizinkan"),
        ("{{ sebut(angka=7) }}", "ungkapan memakai isian bernama, yang tidak diizinkan"),
        ("{{ True }}", "“True” tidak diizinkan"),
        ("{{ sebut(False) }}", "“False” tidak diizinkan"),
        ("{{ None }}", "“None” tidak diizinkan"),
        ("{{ -dokumen.tahun }}", "tanda minus di depan hanya boleh pada angka"),
        ("{{ +5 }}", "ungkapan memakai tanda + di depan, yang tidak diizinkan"),
        ("{{ range(9) }}", "“{{ range(9) }}” tidak dapat dihitung: “range” tidak dikenal"),
        ("{{ cycler('a') }}", "“{{ cycler('a') }}” tidak dapat dihitung: “cycler” tidak dikenal"),
        ("{{ lipsum(5) }}", "“{{ lipsum(5) }}” tidak dapat dihitung: “lipsum” tidak dikenal"),
        ("{{ tiada(1) }}", "“{{ tiada(1) }}” tidak dapat dihitung: “tiada” tidak dikenal"),
        ("{{ tiada + 1 }}", "“{{ tiada + 1 }}” tidak dapat dihitung: “tiada” tidak dikenal"),
        (
            "{{ dokumen.tiada + 'x' }}",
            "“{{ dokumen.tiada + 'x' }}” tidak dapat dihitung: “tiada” tidak dikenal",
        ),
        (f"{{{{ {'1 + ' * 200}1 }}}}", "ungkapan lebih panjang dari 500 huruf"),
    ],
)
def test_what_is_beyond_the_small_language_is_refused(
    evaluator: Evaluator, text: str, message: str
) -> None:
    assert refusal(evaluator, text) == message


@pytest.mark.parametrize(
    "text",
    [
        "{{ }}",
        "{{ 7 + }}",
        "{{ sebut( }}",
        "{{ 'a }}",
        "{{ }} }}",
        "{{ 7 7 }}",
        "{{ ? }}",
        "{{ ((1) }}",
    ],
)
def test_what_is_no_expression_is_refused(evaluator: Evaluator, text: str) -> None:
    tag = text[: text.index("}}") + 2]

    assert refusal(evaluator, text) == (
        f"“{tag}” tidak dapat dihitung: penulisannya salah; periksa tanda kurung, tanda kutip dan koma"
    )


def test_an_expression_nested_too_deeply_is_refused(evaluator: Evaluator) -> None:
    text = f"{{{{ {'(' * 240}1{')' * 240} }}}}"

    assert refusal(evaluator, text) == (
        f"“{text}” tidak dapat dihitung: tanda kurungnya bersarang terlalu dalam"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{ nilai('a') }}", "nilai() memerlukan 3 isian (tabel, baris, kolom), bukan 1"),
        ("{{ rupiah() }}", "rupiah() memerlukan 1 isian (jumlah), bukan 0"),
        ("{{ sebut(7, 8) }}", "sebut() memerlukan 1 isian (angka), bukan 2"),
        ("{{ dokumen(1) }}", "“dokumen” bukan fungsi"),
        ("{{ sebut.nama }}", "“nama” tidak dikenal"),
        ("{{ dokumen.opd + 1 }}", "teks tertulis di tempat angka, atau angka di tempat teks"),
        ("{{ sebut('x') }}", "teks tertulis di tempat angka, atau angka di tempat teks"),
        ("{{ 1.5 }}", "angka pecahan tidak ditulis di sini; ambil dari data dengan nilai()"),
    ],
)
def test_why_an_expression_cannot_be_reckoned_is_told_in_indonesian(
    evaluator: Evaluator, text: str, reason: str
) -> None:
    assert refusal(evaluator, text) == f"“{text}” tidak dapat dihitung: {reason}"


def test_a_refusal_of_the_called_function_is_told_in_its_own_words() -> None:
    def nilai(tabel: str) -> str:
        message = f"tabel “{tabel}” tidak ada"
        raise ExpressionError(message)

    assert refusal(Evaluator({"nilai": nilai}, str), "{{ nilai('x') }}") == "tabel “x” tidak ada"


@pytest.mark.parametrize(
    "text", ["{{ catat()|upper }}", "{{ catat() * 2 }}", "{{ catat().x }}", "{{ [catat()] }}"]
)
def test_nothing_is_called_before_the_whole_expression_is_allowed(text: str) -> None:
    called: list[str] = []

    def catat() -> str:
        called.append("dipanggil")
        return "x"

    refusal(Evaluator({"catat": catat}, str), text)
    assert called == []


TOKENS = [
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "(",
        ")",
        "[",
        "]",
        "'",
        '"',
        "'a'",
        "7",
        "+",
        "-",
        "*",
        "~",
        "|",
    ),
    *(
        ".",
        ",",
        "=",
        "dokumen",
        ".opd",
        "tiada",
        "__class__",
        "_",
        "if",
        "for",
        "in",
        "not",
        "true",
        "none",
        " ",
    ),
]


@given(st.lists(st.sampled_from(TOKENS), max_size=14).map("".join))
def test_any_text_is_printed_or_refused_and_never_breaks_the_program(text: str) -> None:
    evaluator = Evaluator({"dokumen": {"opd": "Dinas Sosial"}}, show_value)

    for candidate in (text, f"{{{{ {text} }}}}"):
        with suppress(ExpressionError):
            printed = evaluator.resolve(candidate)
            assert isinstance(printed, str)
            assert "object at 0x" not in printed


@pytest.mark.parametrize("text", ["{{ tiada }}", "{{ dokumen.tiada }}"])
def test_an_unknown_name_alone_is_refused_by_its_name(text: str) -> None:
    evaluator = Evaluator({"dokumen": {"opd": "Dinas Sosial"}}, show_value)

    assert refusal(evaluator, text) == f"“{text}” tidak dapat dihitung: “tiada” tidak dikenal"


@pytest.mark.parametrize(
    "text", ["{{ sebut('x') }}", "{{ angka(1.5) }}", "{{ rupiah(0.5) }}", "{{ 1e999 }}"]
)
def test_a_value_that_a_function_cannot_take_is_refused(evaluator: Evaluator, text: str) -> None:
    assert refusal(evaluator, text).startswith(f"“{text}” tidak dapat dihitung")


def test_a_number_that_cannot_be_spelled_is_refused_with_the_reason(evaluator: Evaluator) -> None:
    assert refusal(evaluator, "{{ terbilang(1000000000000000) }}") == (
        "“{{ terbilang(1000000000000000) }}” tidak dapat dihitung: "
        'Nilai "1000000000000000" terlalu besar untuk dieja; diharapkan bilangan di bawah seribu triliun.'
    )


@pytest.mark.parametrize(
    "text", ["Dinas {{ dokumen.opd }", "{{ sebut(7)", "{{ 1 }} dan {{ 2", "{{ '{{' }}"]
)
def test_braces_that_are_not_closed_are_refused(evaluator: Evaluator, text: str) -> None:
    assert refusal(evaluator, text) == "“{{” dibuka tetapi tidak ditutup dengan “}}”"


@pytest.mark.parametrize("text", ["{{ nilai(*'abc') }}", "{{ nilai(**dokumen) }}"])
def test_starred_arguments_are_beyond_the_small_language(text: str) -> None:
    def nilai(*_args: str, **_names: str) -> str:
        return "dipanggil"

    evaluator = Evaluator({"nilai": nilai, "dokumen": {"a": "b"}}, str)

    assert refusal(evaluator, text) == "isian dengan tanda * tidak diizinkan"
