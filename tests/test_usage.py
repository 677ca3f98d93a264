"""What click says of a call is Indonesian: its own texts come from the catalogue beside the command line."""

import pytest
from make_catalogue import CATALOGUE, compile_catalogue

from renstra_doc.cli import COMMANDS, main

ENGLISH = ("Options", "Usage", "Show this", "TEXT", "FILE]", "DIRECTORY", "INTEGER", "Arguments")


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compile_catalogue()


@pytest.mark.parametrize("name", [*COMMANDS, "template check", "template new"])
def test_the_help_of_a_command_is_indonesian(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*name.split(), "--help"]) == 0

    told = capsys.readouterr().out
    assert told.startswith(f"Pemakaian: renstra {name} [PILIHAN]")
    assert "Tampilkan bantuan ini." in told
    assert [word for word in ENGLISH if word in told] == []


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["build", "--output"], "pilihan --output memerlukan nilai"),
        (["build", "--draft=ya"], "pilihan --draft tidak memakai nilai"),
        (["check", "a", "b"], "“a b” berlebih: perintah ini tidak memerlukannya"),
        (["check", "--format", "xml"], "nilai --format salah: “xml” bukan salah satu dari"),
        (["template"], "Pemakaian: renstra template [PILIHAN] PERINTAH [MASUKAN]..."),
        (["susun"], "perintah “susun” tidak dikenal"),
    ],
)
def test_a_wrong_call_is_explained_in_indonesian(
    call: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(call) == 2

    assert told in "".join(capsys.readouterr())
