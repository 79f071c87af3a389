"""An SMTP server that delivers to nobody: it keeps each message in a Maildir.

`python -m deploy.local.mailsink FOLDER PORT` listens on the loopback address until told to stop.
"""

import argparse
import asyncio
import mailbox
import signal
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

_LARGEST_MESSAGE = 25 * 1024 * 1024


class MailSink:
    """Answers each message with 250 and writes it down with the envelope's addresses on top."""

    def __init__(self, folder: Path) -> None:
        self._maildir = mailbox.Maildir(folder, create=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one message; the headers are those that a delivering server adds."""
        headers = [f"Return-Path: <{envelope.mail_from}>"]
        headers += [f"Delivered-To: {address}" for address in envelope.rcpt_tos]
        top = "".join(f"{header}\r\n" for header in headers).encode()
        self._maildir.add(top + (envelope.original_content or b""))
        return "250 Kept"


async def serve(folder: Path, port: int) -> None:
    """Listen until SIGTERM or SIGINT."""
    sink = MailSink(folder)
    loop = asyncio.get_running_loop()
    asked_to_stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_stop.set)

    def conversation() -> SMTP:
        return SMTP(sink, loop=loop, enable_SMTPUTF8=True, data_size_limit=_LARGEST_MESSAGE)

    server = await loop.create_server(conversation, "127.0.0.1", port)
    async with server:
        await asked_to_stop.wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local.mailsink", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.folder, arguments.port))


if __name__ == "__main__":
    main()
