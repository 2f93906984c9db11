"""What an HTML form with files sends (RFC 7578), read with the standard library's parser of MIME messages."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import NamedTuple


class Part(NamedTuple):
    """One field of a form: its name, the name of its file ("" for a field that holds none), and what it holds."""

    name: str
    file: str
    data: bytes

    @property
    def text(self) -> str:
        """What was typed; what is no UTF-8 comes with marks in place of it."""
        return self.data.decode("utf-8", "replace")


def parts(content_type: str, body: bytes) -> tuple[Part, ...]:
    """The fields of a form, in their order; () for what is no such form."""
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode("latin-1", "replace")
    message = message_from_bytes(head + body, policy=policy.compat32)
    if not message.is_multipart():
        return ()
    fields = []
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(data, bytes):
            fields.append(Part(_utf8(name), _utf8(part.get_filename() or ""), data))
    return tuple(fields)


def _utf8(text: str) -> str:
    """Browsers write names as bare UTF-8, which the parser keeps byte by byte."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
