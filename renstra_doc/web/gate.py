"""Who gets in: this very computer, this very page, this very person.

In order, for every request: (1) the Host is one of two exact names with the port (a name rebound to
this address is none of them); (2) the method is GET, HEAD or POST; (3) the way here is the page
itself (`Sec-Fetch-Site: same-origin`) or, for opening a page only, the address line (`none`); a
browser that says nothing is refused, because a rebound name says nothing either; (4) what changes
anything comes from the page's own Origin; (5) the cookie that was given for the one-time token is
there. Every answer forbids foreign and inline scripts, frames and storage.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MIB = 2**20
MAX_BODY = 300 * MIB
SAFE, CHANGING = ("GET", "HEAD"), "POST"
SAME, ADDRESS_LINE = "same-origin", "none"
ENTRY, STATIC = "/masuk", "/statis/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    # `default-src 'none'`: what no other directive allows is forbidden.
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: a form would then send the Origin `null`.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Keys:
    """The secret of a running server: one-time tokens for its address, a cookie for its browser."""

    def __init__(self, secret: str = "") -> None:
        """Take a secret, or make one."""
        self.secret = secret or secrets.token_hex(32)
        self._used: set[str] = set()

    def make_token(self) -> str:
        """Return a token that opens the page once."""
        nonce = secrets.token_hex(16)
        return f"{nonce}.{self._sign('masuk', nonce)}"

    def take_token(self, token: str) -> bool:
        """Whether a token opens the page; it does so once."""
        nonce, _, signature = token.partition(".")
        # In constant time: how long a comparison takes tells nothing of the secret.
        is_ours = hmac.compare_digest(self._sign("masuk", nonce).encode(), signature.encode())
        if not is_ours or nonce in self._used:
            return False
        self._used.add(nonce)
        return True

    @property
    def session(self) -> str:
        """The value of the cookie."""
        return self._sign("sesi", "")

    def knows(self, session: str) -> bool:
        """Whether a cookie is the one of this server."""
        return hmac.compare_digest(self.session.encode(), session.encode())

    def _sign(self, purpose: str, nonce: str) -> str:
        text = f"{purpose}:{nonce}".encode(errors="replace")
        return hmac.new(self.secret.encode(), text, hashlib.sha256).hexdigest()


class Gate:
    """The door before the application: as the docstring of this module says."""

    def __init__(self, app: ASGIApp, port: int, keys: Keys) -> None:
        """Guard an application that is served on a port."""
        self._app, self._keys = app, keys
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._cookie = cookie_name(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it with a reason."""
        # Neither websockets nor the server's own start and end concern the page.
        if scope["type"] != "http":
            return
        reason = self._refuse(scope)
        if reason:
            status, text = reason
            await PlainTextResponse(text, status)(scope, receive, _with_headers(send))
            return
        await self._app(scope, _limit(receive), _with_headers(send))

    def _refuse(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        hosts, method, path = headers.getlist("host"), scope["method"], scope["path"]
        # A name rebound to this address arrives with its own name as Host.
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return 421, "Alamat ini bukan alamat halaman renstra."
        if method not in (*SAFE, CHANGING):
            return 405, "Cara ini tidak dipakai."
        if _size(headers) > MAX_BODY:
            return 413, "Berkas terlalu besar: paling banyak 300 MiB."
        return _refuse_way(headers, method, path, hosts[0]) or self._refuse_stranger(headers, path)

    def _refuse_stranger(self, headers: Headers, path: str) -> tuple[int, str] | None:
        if path == ENTRY or path.startswith(STATIC) or self._keys.knows(self._read(headers)):
            return None
        return 403, "Halaman ini dibuka dengan alamat dari: renstra buka"

    def _read(self, headers: Headers) -> str:
        pairs = (part.strip().partition("=") for part in headers.get("cookie", "").split(";"))
        return next((value for name, _, value in pairs if name == self._cookie), "")


def cookie_name(port: int) -> str:
    """Return the name of the cookie; a browser does not tell ports apart, so it names its own."""
    return f"renstra_{port}"


def _size(headers: Headers) -> int:
    text = headers.get("content-length", "0")
    # Without a length, or with a strange one, it may be any.
    return int(text) if text.isdigit() else MAX_BODY + 1


def _refuse_way(headers: Headers, method: str, path: str, host: str) -> tuple[int, str] | None:
    site = headers.get("sec-fetch-site", "")
    if path == ENTRY and method in SAFE:  # the token says it all; a page elsewhere may not send it
        return (403, "Alamat ini dibuka dari situs lain.") if site == "cross-site" else None
    opens_page = method in SAFE and headers.get("sec-fetch-mode", "") == "navigate"
    if site != SAME and not (opens_page and site == ADDRESS_LINE):
        return 403, "Permintaan ini tidak datang dari halaman renstra sendiri."
    # Exactly one Origin, and ours: a form on another page sends its own.
    if method == CHANGING and headers.getlist("origin") != [f"http://{host}"]:
        return 403, "Permintaan ini tidak datang dari halaman renstra sendiri."
    return None


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending


def _limit(receive: Receive) -> Receive:
    """Cut off a body that is longer than it may be, whatever it says of itself."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY:
            return {"type": "http.disconnect"}
        return message

    return receiving
