"""Real counterparts: a mail server and a web server that misbehave as they are told."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class MailServer:
    """Takes mail unless told otherwise.

    ``answers`` are given to DATA one after the other (then "250 OK"); besides a reply, ``cut``
    takes the mail and hangs up, ``slow`` takes it and answers too late. ``to_recipient`` and
    ``to_sender`` are given to RCPT and MAIL; ``hang up`` cuts there.
    """

    answers: list[str] = field(default_factory=list)
    to_sender: list[str] = field(default_factory=list)
    to_recipient: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    good_tokens: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)  # as they were given
    connections: int = 0
    port: int = 0

    async def auth_XOAUTH2(self, server: SMTP, args: list[bytes]) -> AuthResult:  # noqa: N802
        """As Microsoft 365 does it: a refusal is a challenge with the reason, then a 535."""
        said = base64.b64decode(args[1]).decode()
        self.tokens.append(said.partition("auth=Bearer ")[2].rstrip("\x01"))
        if self.tokens[-1] in self.good_tokens:
            return AuthResult(success=True)
        await server.challenge_auth(b'{"status":"401"}')
        return AuthResult(success=False, handled=False)

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's names
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._said(self.to_sender, server)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._said(self.to_recipient, server)
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer in ("cut", "slow") or answer.startswith("2"):
            assert isinstance(envelope.original_content, bytes)
            self.taken.append(envelope.original_content)
        if answer == "cut":
            hang_up(server)
        if answer == "slow":
            await asyncio.sleep(0.8)
        return answer if answer[0].isdigit() else "250 OK"

    def _said(self, answers: list[str], server: SMTP) -> str:
        answer = answers.pop(0) if answers else "250 OK"
        if answer == "hang up":
            hang_up(server)
        return answer if answer[0].isdigit() else "421 bye"


def hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


@contextmanager
def mail_server(
    server: MailServer,
    *,
    tls: ssl.SSLContext | None = None,
    implicit: bool = False,
    login: tuple[str, str] | None = None,
) -> Iterator[MailServer]:
    """``implicit`` TLS from the first byte, otherwise STARTTLS where ``tls`` is given."""

    def authenticate(
        smtp: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and login is not None
        given = (data.login.decode(), data.password.decode()) if right else None
        return AuthResult(success=given == login, handled=False)

    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=tls if implicit else None,
        tls_context=None if implicit else tls,
        authenticator=authenticate,
        auth_required=bool(login or server.good_tokens),
        auth_require_tls=not implicit,
        timeout=10,
    )
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()


@dataclass
class WebServer:
    """Answers each request with the next of ``answers`` (status, headers, body), the last for ever.

    The status 0 reads the request and hangs up; -1 reads it and answers too late.
    """

    answers: list[tuple[int, dict[str, str], bytes]]
    to_questions: bytes = b""  # what a GET is answered, with 200; "" for the next of ``answers``
    taken: list[bytes] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/workflows/1/triggers/manual?sig=do-not-show-me"

    def next_answer(self) -> tuple[int, dict[str, str], bytes]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def web_server(server: WebServer, tls: ssl.SSLContext | None = None) -> Iterator[WebServer]:
    late = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.requests.append((self.path, dict(self.headers)))
            known = server.to_questions
            if not known and server.answers[0][0] == -1:
                late.wait(5)
            self._answer(*((200, {}, known) if known else server.next_answer()))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.requests.append((self.path, dict(self.headers)))
            status, headers, text = server.next_answer()
            if status < 300:
                server.taken.append(body)
            if status == -1:
                late.wait(5)
            if status > 0:
                self._answer(status, headers, text)
            self.close_connection = True

        def _answer(self, status: int, headers: dict[str, str], text: bytes) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(text))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads = True
    if tls:
        web.socket = tls.wrap_socket(web.socket, server_side=True)
    server.port = web.server_port
    threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        late.set()
        web.shutdown()
        web.server_close()


@dataclass
class TokenService:
    """Gives the ``tokens`` one after the other; then it refuses the secret."""

    tokens: list[str]
    lifetime: int = 3600
    asked: list[bytes] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def where(self) -> dict[str, Any]:
        return {
            "issuer": f"{self.url}/tenant/v2.0",
            "authorization_endpoint": f"{self.url}/tenant/authorize",
            "token_endpoint": f"{self.url}/tenant/token",
        }

    def answer(self, body: bytes) -> tuple[int, dict[str, Any]]:
        self.asked.append(body)
        if not self.tokens:
            return 401, {"error": "invalid_client", "error_description": f"not {body.decode()}"}
        token = {"access_token": self.tokens.pop(0), "expires_in": self.lifetime}
        return 200, {**token, "token_type": "Bearer"}


@contextmanager
def token_service(service: TokenService, tls: ssl.SSLContext) -> Iterator[TokenService]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path.startswith("/tenant/")
            self._answer(200 if known else 404, service.where() if known else {})

        def do_POST(self) -> None:
            self._answer(*service.answer(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, status: int, words: dict[str, Any]) -> None:
            body = json.dumps(words).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads = True
    web.socket = tls.wrap_socket(web.socket, server_side=True)
    service.port = web.server_port
    threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield service
    finally:
        web.shutdown()
        web.server_close()
