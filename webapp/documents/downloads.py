"""A document as a file, with the audit entry that it was made and what it hashed to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from flask import Response

from tenants import audit
from tenants.documents.library import Kind, file_name
from tenants.documents.pdf import as_pdf
from tenants.documents.shape import Document
from tenants.documents.word import as_word
from tenants.models import Breach, Event
from webapp.breaches.receiving import clock
from webapp.scope import scope


@dataclass(frozen=True, slots=True)
class _Format:
    """What a file of one kind is called, is, and is made by."""

    words: str
    media_type: str
    make: Callable[[Document], bytes]


FORMATS: Final[Mapping[str, _Format]] = {
    "pdf": _Format("PDF", "application/pdf", as_pdf),
    "docx": _Format(
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        as_word,
    ),
}


def as_download(breach: Breach, kind: Kind, document: Document, ending: str) -> Response:
    """Return the file, never shown inside the service, and commit that it was made.

    The entry holds the kind and the file's hash, so that a paper can be told from a changed one.
    """
    content = FORMATS[ending].make(document)
    name = file_name(document, kind, ending)
    audit.record(
        scope.session,
        Event.DOCUMENT_MADE,
        by=scope.member,
        at=clock().now(),
        breach_id=breach.id,
        changes={"kind": kind.id, "format": ending, "sha256": sha256(content).hexdigest()},
    )
    scope.commit()
    return Response(
        content,
        mimetype=FORMATS[ending].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
