"""Attacks on `renstra buka`: strangers, paths, uploads, scripts in the data, slow and odd clients."""

from __future__ import annotations

import io
import re
import socket
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from buka import Answer, Page, copy_project, open_page

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "RAHASIA-DI-LUAR-FOLDER"
EVIL = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{ 7*7 }}"
# Each hostile way to name a file that is not the project's.
PATHS = (
    "../rahasia.csv",
    "..%2frahasia.csv",
    "..\\rahasia.csv",
    "/etc/passwd",
    "//server/bagi/rahasia.csv",
    "\\\\server\\bagi\\rahasia.csv",
    "C:\\rahasia.csv",
    "file:///etc/passwd",
    "tabel/../../rahasia.csv",
    "tabel/pegawai.csv\0.png",
    "\0",
    "....//rahasia.csv",
    "tabel/" + "a" * 5000,
    "CON",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outer = tmp_path_factory.mktemp("luar")
    (outer / "rahasia.csv").write_text(f"id,teks\n1,{SECRET}\n", "utf-8")
    inner = outer / "proyek"
    inner.mkdir()
    return copy_project(inner)


@pytest.fixture(scope="module")
def page(folder: Path) -> Iterator[Page]:
    with open_page(folder) as opened:
        opened.enter()
        yield opened


def is_guarded(answer: Answer) -> bool:
    policy = answer.headers.get("content-security-policy", "")
    return (
        "default-src 'none'" in policy
        and "unsafe" not in policy
        and answer.headers.get("x-content-type-options") == "nosniff"
        and answer.headers.get("x-frame-options") == "DENY"
        and "access-control-allow-origin" not in answer.headers
    )


def send_raw(page: Page, text: bytes, seconds: float = 10) -> bytes:
    with socket.create_connection(("127.0.0.1", page.port), seconds) as connection:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        found = b""
        while part := connection.recv(65536):
            found += part
    return found


def upload(page: Page, path: str, name: str, content: bytes, **fields: str) -> Answer:
    mark = "----batas"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{text}\r\n'.encode()
        for key, text in fields.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="berkas"; filename="{name}"\r\n'
    parts += [head.encode() + b"Content-Type: application/octet-stream\r\n\r\n", content, b"\r\n"]
    body = b"".join(parts) + f"--{mark}--\r\n".encode()
    return page.ask(
        path, "POST", body, headers={"Content-Type": f"multipart/form-data; boundary={mark}"}
    )


# --- Strangers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:{port}.jahat.example",
        "127.0.0.1:{port}@jahat.example",
        "jahat.example#127.0.0.1:{port}",
        "127.0.0.1:0{port}",
        "127.0.0.1:80",
        "127.1:{port}",
        "0.0.0.0:{port}",
        "2130706433:{port}",
        "[::1]:{port}",
        "[::ffff:127.0.0.1]:{port}",
        "LOCALHOST.:{port}",
        "localhost.:{port}",
        "127.0.0.1:{port},jahat.example",
        "127.0.0.1.jahat.example:{port}",
        "jahat.example",
    ],
)
def test_a_host_that_is_not_ours_to_the_letter_is_refused(page: Page, host: str) -> None:
    named = host.replace("{port}", str(page.port))

    answer = page.ask(page.base, headers={"Host": named})

    assert answer.status in (400, 421)
    assert "Ringkasan" not in answer.text


def test_two_hosts_or_none_are_refused(page: Page) -> None:
    cookie = f"Sec-Fetch-Site: same-origin\r\nCookie: {page.cookie}\r\n\r\n"
    for hosts in (f"Host: {page.host}\r\nHost: jahat.example\r\n", ""):
        answer = send_raw(page, f"GET {page.base} HTTP/1.1\r\n{hosts}{cookie}".encode())

        assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 421"))


def test_an_absolute_address_in_the_request_does_not_change_the_host(page: Page) -> None:
    request = (
        f"GET http://jahat.example{page.base} HTTP/1.1\r\nHost: jahat.example\r\n"
        f"Sec-Fetch-Site: same-origin\r\nCookie: {page.cookie}\r\n\r\n"
    )

    assert send_raw(page, request.encode()).startswith((b"HTTP/1.1 421", b"HTTP/1.1 400"))


def test_a_rebound_name_reads_and_changes_nothing(page: Page) -> None:
    rebound = {
        "Host": f"jahat.example:{page.port}",
        "Origin": f"http://jahat.example:{page.port}",
        "Sec-Fetch-Site": None,
    }

    for path in (page.base, f"{page.base}/isi", f"{page.base}/denyut"):
        assert page.ask(path, headers=rebound).status == 421
    assert page.ask("/berhenti", "POST", "", headers=rebound).status == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": None},
        {"Sec-Fetch-Site": "SAME-ORIGIN "},
        {"Sec-Fetch-Site": "same-origin, cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Cookie": "renstra_{port}="},
        {"Cookie": "renstra_{port}=; renstra_{port}=x"},
    ],
)
def test_data_is_read_by_the_page_itself_only(page: Page, headers: dict[str, str | None]) -> None:
    filled = {n: t.replace("{port}", str(page.port)) if t else t for n, t in headers.items()}
    if "SAME" in str(filled.get("Sec-Fetch-Site")):
        filled["Sec-Fetch-Site"] = "SAME-ORIGIN"

    answer = page.ask(f"{page.base}/isi", headers=filled)

    assert answer.status == 403
    assert is_guarded(answer)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
@pytest.mark.parametrize("origin", ["null", "http://jahat.example", None, "http://127.0.0.1"])
def test_a_form_of_another_site_changes_nothing(
    page: Page, folder: Path, kind: str, origin: str | None
) -> None:
    before = {path: path.read_bytes() for path in (folder / "data").rglob("*.csv")}
    edit = '{"suntingan":[{"berkas":"dokumen.csv","baris":"judul","kolom":"nilai","menjadi":"x='
    headers = {"Content-Type": kind or None, "Origin": origin, "Sec-Fetch-Site": "cross-site"}

    answer = page.ask(f"{page.base}/isi/simpan", "POST", edit + '"}]}', headers=headers)

    assert answer.status == 403
    assert before == {path: path.read_bytes() for path in (folder / "data").rglob("*.csv")}


def test_a_json_save_needs_the_type_json(page: Page) -> None:
    text = {"Content-Type": "text/plain"}

    assert page.ask(f"{page.base}/isi/simpan", "POST", "{}", headers=text).status == 422


def test_a_token_opens_once_a_forged_one_never(page: Page) -> None:
    forged = ("", ".", "a.b", "a" * 100_000 and "a" * 5000, "0" * 32 + "." + "0" * 64, "é.é")
    for token in forged:
        answer = page.ask(f"/masuk?kunci={quote(token)}", cookie="")

        assert answer.status == 403
        assert "set-cookie" not in answer.headers


def test_reading_never_writes(page: Page, folder: Path) -> None:
    before = {p: p.read_bytes() for p in (folder / "data").rglob("*.csv")}
    for path in ("isi/simpan", "isi/dampak", "isi/periksa", "langkah", "temuan/kecualikan"):
        assert page.ask(f"{page.base}/{path}").status == 405
    assert page.ask("/berhenti").status == 405
    assert page.ask(page.base, "HEAD").status == 200
    assert {p: p.read_bytes() for p in (folder / "data").rglob("*.csv")} == before


# --- Paths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PATHS)
def test_no_parameter_is_a_path(page: Page, folder: Path, name: str) -> None:
    asked = quote(name, safe="")
    reads = ("isi/berkas?berkas=", "isi/baris?baris=x&berkas=", "temuan?pilih=", "halaman?nomor=")
    for path in reads:
        answer = page.ask(f"{page.base}/{path}{asked}")
        assert SECRET not in answer.text
        assert "root:" not in answer.text
        assert answer.status in (200, 404, 422)
        assert is_guarded(answer)
    fields = ("berkas", "baris", "kunci", "cara", "tabel", "lembar", "dasar", "menjadi", "nama")
    body = urlencode({**dict.fromkeys(fields, name), "tanggal": "2021-01-01", "status": "draf"})
    for path in ("isi/baris", "masuk/jawab", "keluar", "edisi", "edisi/bandingkan"):
        answer = page.ask(f"{page.base}/{path}", "POST", body)
        assert answer.status in (404, 409, 422), (path, answer.status)
        assert SECRET.encode() not in answer.body
    assert not (folder / "edisi").exists()
    edit = {"berkas": name, "baris": "1", "kolom": "teks", "semula": SECRET, "menjadi": "x"}
    assert page.post_json("/isi/simpan", {"suntingan": [edit]}).status == 422
    assert SECRET in (folder.parent / "rahasia.csv").read_text("utf-8")


def test_a_link_in_the_folder_leads_nobody_out(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.csv"
    secret.write_text(f"id,teks\n1,{SECRET}\n", "utf-8")
    inner = tmp_path / "proyek"
    inner.mkdir()
    project = copy_project(inner)
    (project / "data" / "tabel" / "bocor.csv").symlink_to(secret)
    (project / "data" / "gambar").mkdir()
    (project / "data" / "gambar" / "bocor.png").symlink_to(secret)
    with open_page(project) as page:
        page.enter()
        for path in ("", "/isi", "/isi/berkas?berkas=tabel/bocor.csv", "/temuan", "/keluar"):
            assert SECRET not in page.ask(f"{page.base}{path}").text
        book = page.ask(f"{page.base}/keluar", "POST", "apa=buku")
        assert SECRET.encode() not in book.body


# --- Uploads -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../../keluar.docx",
        "C:\\Windows\\keluar.docx",
        "\\\\server\\x.xlsx",
        "x",
        ".docx",
        "a/b.csv",
    ],
)
def test_the_name_of_an_upload_is_no_path(page: Page, folder: Path, name: str) -> None:
    before = sorted(folder.parent.rglob("*"))

    answer = upload(page, f"{page.base}/masuk", name, b"bukan apa-apa")

    assert answer.status in (200, 422)
    assert is_guarded(answer)
    assert sorted(folder.parent.rglob("*")) == before


def most_memory(page: Page) -> int:
    """Return the most bytes of memory that the server has had, 0 where the system does not tell."""
    status = Path(f"/proc/{page.process.pid}/status")
    text = status.read_text() if status.is_file() else ""
    return int(re.findall(r"VmHWM:\s*(\d+) kB", text)[0]) * 1024 if text else 0


def test_a_zip_that_grows_is_refused_unread(page: Page) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * (400 * 2**20))
    before = most_memory(page)

    answer = upload(page, f"{page.base}/masuk", "bom.docx", made.getvalue())

    assert answer.status == 422
    assert most_memory(page) - before < 100 * 2**20


def test_a_form_of_too_many_or_too_long_parts_is_refused(page: Page) -> None:
    many = "&".join(f"a{n}=1" for n in range(30_000))
    assert page.ask(f"{page.base}/isi/baris", "POST", many).status == 400
    mark = "x"
    part = f'--{mark}\r\nContent-Disposition: form-data; name="a"\r\n\r\n'.encode()
    long = part + b"a" * (6 * 2**20) + f"\r\n--{mark}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    assert page.ask(f"{page.base}/isi/baris", "POST", long, headers=headers).status == 400
    broken = {"Content-Type": "multipart/form-data"}
    assert page.ask(f"{page.base}/masuk", "POST", b"apa", headers=broken).status == 400


def test_more_than_a_file_may_have_is_refused_unread(page: Page) -> None:
    head = (
        f"POST {page.base}/masuk HTTP/1.1\r\nHost: {page.host}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Origin: http://{page.host}\r\nCookie: {page.cookie}\r\nContent-Length: 999999999999\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    )

    assert send_raw(page, head.encode()).startswith(b"HTTP/1.1 413")


# --- Odd clients ---------------------------------------------------------------------------------


def test_slow_clients_keep_nobody_waiting(page: Page) -> None:
    slow = [socket.create_connection(("127.0.0.1", page.port), 10) for _ in range(60)]
    try:
        for connection in slow:
            connection.sendall(f"POST {page.base}/masuk HTTP/1.1\r\nHost: {page.host}\r\n".encode())
        assert page.ask(page.base).status == 200  # and not when they are done, which is never
    finally:
        for connection in slow:
            connection.close()


def test_noise_does_not_end_the_server(page: Page) -> None:
    for noise in (b"\0" * 1000, b"GET\r\n\r\n", b"\xff\xfe", b"GET / HTTP/9.9\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", page.port), 10) as connection:
            connection.sendall(noise)

    assert page.ask(page.base).status == 200


# --- Scripts in the data -------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/isi/berkas?berkas=", "/?kabar=", "/temuan?bobot=", "/isi?x="])
def test_what_an_address_says_is_shown_as_text(page: Page, path: str) -> None:
    answer = page.ask(f"{page.base}{path}{quote(EVIL)}")

    assert_no_script(answer)


def test_no_field_of_the_data_becomes_a_script(tmp_path: Path) -> None:
    folder = copy_project(tmp_path)
    data = folder / "data"
    quoted = EVIL.replace('"', '""')
    for name in ("dokumen.csv", "tabel/pegawai.csv", "naskah/11-bab-1.csv", "tabel/tabel.csv"):
        path = data / name
        header, *rows = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text(header + "".join(rows).replace("Dinas", f"Dinas {quoted}", 2), "utf-8")
    comment = f'k1,bab1,Penelaah,2026-01-01,"{quoted}",terbuka,\n'
    (data / "komentar.csv").write_text(f"id,tempat,penulis,tanggal,teks,status,jawaban\n{comment}")
    with open_page(folder) as page:
        page.enter()
        body = urlencode({"nama": EVIL, "status": EVIL, "tanggal": EVIL, "dasar": EVIL})
        answers = [page.ask(f"{page.base}/edisi", "POST", body)]
        answers += [
            upload(page, f"{page.base}/masuk", "<img src=x onerror=a()>.csv", b"a;b\n1;2\n")
        ]
        screens = ["", "/temuan", "/temuan?bobot=catatan", "/isi", "/keluar", "/edisi", "/halaman"]
        files = ("dokumen.csv", "tabel/pegawai.csv", "naskah/11-bab-1.csv", "komentar.csv")
        screens += [f"/isi/berkas?berkas={name}" for name in files]
        answers += [page.ask(f"{page.base}{screen}") for screen in screens]
        for answer in answers:
            assert answer.status < 500
            assert_no_script(answer)


def assert_no_script(answer: Answer) -> None:
    text = answer.text
    assert is_guarded(answer)
    assert "<img src=x" not in text
    assert re.findall(r"<script[^>]*>", text) in (
        [],
        ['<script src="/statis/halaman.js" defer>'],
    )
    assert "49" not in re.findall(r"alert\(2\).{0,40}", text)


# --- Every answer --------------------------------------------------------------------------------


def test_every_answer_bears_the_policy_also_errors_pictures_and_downloads(page: Page) -> None:
    answers = [
        page.ask("/tiada"),
        page.ask("/p/0000000000"),
        page.ask("/statis/gaya.css"),
        page.ask("/statis/tiada.js"),
        page.ask(f"{page.base}/halaman/1.png"),
        page.ask(f"{page.base}/denyut"),
        page.ask(page.base, "PUT"),
        page.ask(page.base, cookie="x"),
        page.ask(page.base, headers={"Host": "jahat"}),
        page.ask("/masuk?kunci=x", cookie=""),
        page.ask(f"{page.base}/keluar", "POST", "apa=laporan"),
        page.ask(f"{page.base}/keluar", "POST", "apa=tiada"),
        page.ask(f"{page.base}/isi/simpan", "POST", "x" * 100),
    ]

    assert [answer.status for answer in answers if not is_guarded(answer)] == []
    report = answers[10]
    assert report.headers["content-disposition"].startswith("attachment")
