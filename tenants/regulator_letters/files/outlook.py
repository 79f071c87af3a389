"""The words of an e-mail that Outlook stored: its head, its text and its attachments."""

from typing import Any, Final

from oxmsg import Message

from tenants.regulator_letters.files.bounds import BROKEN, MOST_ATTACHMENTS, Gathered, Refused
from tenants.regulator_letters.files.mail import Open
from tenants.regulator_letters.files.text import words_of_web_page

BROKEN_OUTLOOK: Final = (
    "This Outlook file is damaged, so we could not read it. Open it, and paste the text"
)


def words_of_outlook(content: bytes, into: Gathered, open_file: Open, depth: int) -> None:
    """Gather the words of an Outlook message; raises `Refused` where it is broken."""
    try:
        message = Message.load(content)
        into.add(_head(message))
        into.add(message.body or words_of_web_page(message.html_body or ""))
        attachments = message.attachments
    except BROKEN as error:
        raise Refused(BROKEN_OUTLOOK) from error
    for attachment in attachments:
        _open(attachment, into, open_file, depth)


def _head(message: Message) -> str:
    sent = message.sent_date
    lines = {
        "From": message.sender or "",
        "Subject": message.subject,
        "Date Sent": f"{sent:%d/%m/%Y %H:%M}" if sent else "",
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items() if value) + "\n"


def _open(attachment: Any, into: Gathered, open_file: Open, depth: int) -> None:
    into.attachments += 1
    try:
        name, content = attachment.file_name or "an attachment", attachment.file_bytes
    except BROKEN:
        name, content = "an attachment", None
    if content is None or into.attachments > MOST_ATTACHMENTS:
        into.ignore(name)
    else:
        open_file(name, content, depth + 1)
