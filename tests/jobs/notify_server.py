"""A stand-in for GOV.UK Notify on loopback: it checks keys as Notify does, and keeps what it took.

Written after Notify's published API: the token's signature and age, errors in Notify's shape, and
messages found again by their reference.
"""

import json
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt

SERVICE, SECRET = str(uuid4()), str(uuid4())
KEY = f"breach_register-{SERVICE}-{SECRET}"
TEXT_TEMPLATE, EMAIL_TEMPLATE = str(uuid4()), str(uuid4())
_TOKEN_LASTS_SECONDS = 30


@dataclass
class NotifyServer:
    """It gives `answers` in order before it behaves: "hang" says nothing, "lose" takes it first."""

    answers: list[int | str] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.is_over = Event()
        told = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                told.answer(self, "POST")

            def do_GET(self) -> None:
                told.answer(self, "GET")

            def log_message(self, *_told: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End every call and listen no more."""
        self.is_over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fail(self, status: str) -> None:
        """Say of everything taken so far that it reached nobody."""
        for one in self.taken:
            one["status"] = status

    def answer(self, call: BaseHTTPRequestHandler, method: str) -> None:
        """Answer one call."""
        size = int(call.headers.get("Content-Length") or 0)
        said = json.loads(call.rfile.read(size)) if size else {}
        self.asked.append(f"{method} {call.path}")
        problem = self._token_problem(call.headers.get("Authorization", ""))
        if problem:
            self._refuse(call, 403, "AuthError", problem)
        elif self.answers:
            self._misbehave(call, self.answers.pop(0), said)
        elif method == "GET":
            self._list(call)
        else:
            self._take(call, said)

    def _token_problem(self, header: str) -> str:
        try:
            token = jwt.decode(header.removeprefix("Bearer "), SECRET, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return "Invalid token: API key not found"
        if token.get("iss") != SERVICE:
            return "Invalid token: service not found"
        if abs(time.time() - token["iat"]) > _TOKEN_LASTS_SECONDS:
            return "Error: Your system clock must be accurate to within 30 seconds"
        return ""

    def _misbehave(
        self, call: BaseHTTPRequestHandler, mood: int | str, said: dict[str, Any]
    ) -> None:
        match mood:
            case "hang":
                self.is_over.wait()
            case "lose":
                self._keep(said)
            case "babble":
                self._say(call, 201, "this is not JSON")
            case "number":
                self._refuse(call, 400, "ValidationError", "phone_number Not a UK mobile number")
            case int():
                self._refuse(call, mood, "BadRequestError", "It cannot be")
        call.close_connection = True

    def _take(self, call: BaseHTTPRequestHandler, said: dict[str, Any]) -> None:
        templates = {"sms": TEXT_TEMPLATE, "email": EMAIL_TEMPLATE}
        if said["template_id"] != templates[call.path.rpartition("/")[2]]:
            self._refuse(call, 400, "BadRequestError", "Template not found")
            return
        self._say(call, 201, json.dumps({"id": self._keep(said)["id"]}))

    def _keep(self, said: dict[str, Any]) -> dict[str, Any]:
        kept = {**said, "id": str(uuid4()), "status": "created"}
        self.taken.append(kept)
        return kept

    def _list(self, call: BaseHTTPRequestHandler) -> None:
        wanted = parse_qs(urlsplit(call.path).query)
        listed = self.taken
        if "reference" in wanted:
            listed = [one for one in listed if one["reference"] == wanted["reference"][0]]
        if wanted.get("status") == ["failed"]:
            listed = [one for one in listed if one["status"].endswith("-failure")]
        self._say(call, 200, json.dumps({"notifications": listed, "links": {}}))

    def _refuse(self, call: BaseHTTPRequestHandler, code: int, kind: str, words: str) -> None:
        errors = [{"error": kind, "message": words}]
        self._say(call, code, json.dumps({"status_code": code, "errors": errors}))

    def _say(self, call: BaseHTTPRequestHandler, code: int, body: str) -> None:
        call.send_response(code)
        call.send_header("Content-Type", "application/json")
        call.send_header("Content-Length", str(len(body)))
        call.end_headers()
        call.wfile.write(body.encode())
