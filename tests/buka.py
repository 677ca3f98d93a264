"""A running page for the tests: a project, a server, and requests as a browser sends them."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

REPOSITORY = Path(__file__).resolve().parents[1]


def copy_project(folder: Path) -> Path:
    """Copy the shipped project; out: its folder."""
    shutil.copytree(REPOSITORY / "data", folder / "data")
    shutil.copytree(REPOSITORY / "templates", folder / "templates")
    return folder


@dataclass
class Answer:
    """An answer: status, headers, text."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return self.body.decode()

    def said(self) -> dict[str, object]:
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found


class Page:
    """A server that runs and a browser's way of asking it."""

    def __init__(self, address: str, process: subprocess.Popen[str]) -> None:
        self.address, self.process = address, process
        parts = urlsplit(address)
        self.port = parts.port or 0
        self.host = f"127.0.0.1:{self.port}"
        self.cookie = ""
        self.base = ""

    def enter(self) -> None:
        answer = self.ask(self.address.removeprefix(f"http://{self.host}"), cookie="")
        assert answer.status == 303
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        self.base = self.ask("/").headers.get("location", "")

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | str | None = None,
        cookie: str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Answer:
        usual: dict[str, str | None] = {
            "Host": self.host,
            "Sec-Fetch-Site": "same-origin",
            "Cookie": self.cookie if cookie is None else cookie,
        }
        if method == "POST":
            usual["Origin"] = f"http://{self.host}"
            usual["Content-Type"] = "application/x-www-form-urlencoded"
        sent = {name: value for name, value in {**usual, **(headers or {})}.items() if value}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        content = body.encode() if isinstance(body, str) else body or b""
        for name, value in sent.items():
            connection.putheader(name, value)
        if method == "POST":
            connection.putheader("Content-Length", str(len(content)))
        connection.endheaders(content if method == "POST" else None)
        found = connection.getresponse()
        lower = {name.lower(): value for name, value in found.getheaders()}
        return Answer(found.status, lower, found.read())

    def post_json(self, path: str, said: object) -> Answer:
        return self.ask(
            f"{self.base}{path}",
            "POST",
            json.dumps(said),
            headers={"Content-Type": "application/json"},
        )


@contextmanager
def open_page(
    folder: Path,
    *options: str,
    environment: Mapping[str, str] | None = None,
    program: Sequence[str] = ("-m", "renstra_doc"),
) -> Iterator[Page]:
    """Run `renstra buka` on a folder."""
    process = subprocess.Popen(
        [sys.executable, *program, "buka", str(folder), "--tanpa-peramban", *options],
        cwd=REPOSITORY,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield Page(process.stdout.readline().strip(), process)
    finally:
        process.terminate()
        process.wait(20)
