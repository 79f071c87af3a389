"""A mail server with moods: it drops, hangs or dawdles at the step that a test names."""

import socketserver
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event, Thread

from deploy.local.addresses import free_port

DROP, HANG, DAWDLE = "drop", "hang", "dawdle"
_ANSWERS = {
    "greeting": "220 Here",
    "EHLO": "250 moody.example",
    "MAIL": "250 OK",
    "RCPT": "250 OK",
    "DATA": "354 Go on",
    "end": "250 Kept",
    "QUIT": "221 Bye",
}


class MoodyServer:
    """A real server on loopback; `moods` gives a step another answer, or DROP, HANG or DAWDLE.

    A letter whose subject holds `poison` is dropped at its end, every time. `closes_after` so many
    letters the server ends the conversation by itself.
    """

    def __init__(self) -> None:
        self.moods: dict[str, str] = {}
        self.poison = ""
        self.closes_after = 0
        self.letters: list[EmailMessage] = []
        self.conversations = 0
        self.port = free_port()
        self.is_over = Event()
        told = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError, EOFError):
                    told.converse(self)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self._server = Server(("127.0.0.1", self.port), Handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End every conversation and listen no more."""
        self.is_over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def converse(self, talk: socketserver.StreamRequestHandler) -> None:
        """Hold one conversation, until somebody ends it."""
        self.conversations += 1
        kept = 0
        self._answer(talk, "greeting")
        while line := talk.rfile.readline():
            command = line[:4].decode("ascii").upper()
            self._answer(talk, command)
            if command == "QUIT":
                return
            if command == "DATA":
                self._take(talk)
                kept += 1
                if kept == self.closes_after:
                    talk.wfile.write(b"421 Idle for too long\r\n")
                    return

    def _take(self, talk: socketserver.StreamRequestHandler) -> None:
        content = b""
        while (line := talk.rfile.readline()) not in {b".\r\n", b""}:
            content += line.removeprefix(b".")
        letter = message_from_bytes(content, policy=policy.default)
        if self.poison and self.poison in letter["Subject"]:
            raise EOFError
        self._answer(talk, "end", letter)

    def _answer(
        self,
        talk: socketserver.StreamRequestHandler,
        step: str,
        letter: EmailMessage | None = None,
    ) -> None:
        answer = self.moods.get(step, _ANSWERS.get(step, "500 What?"))
        if answer == DROP:
            raise EOFError
        if answer == HANG:
            self.is_over.wait()
            raise EOFError
        if answer == DAWDLE:
            while not self.is_over.wait(0.01):
                talk.wfile.write(b"2")
            raise EOFError
        if letter is not None and answer.startswith("250"):
            self.letters.append(letter)
        talk.wfile.write(f"{answer}\r\n".encode())
