"""A mail server on this machine that keeps what it is given, or refuses it."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class MailServer:
    """Give ``refuse`` an answer such as ``550 No such mailbox`` and nothing is taken."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse = ""
        self._controller = Controller(self, hostname="127.0.0.1", port=_free_port())

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, to: str, *_: Any
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append(parsed)
        return "250 OK"

    def start(self) -> int:
        """Begin to listen; returns the port."""
        self._controller.start()
        return int(self._controller.port)

    def stop(self) -> None:
        """Stop, if it runs."""
        if self._controller.server is not None:
            self._controller.stop(no_assert=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def text_of(mail: EmailMessage) -> str:
    """What stands in a mail for people to read."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
