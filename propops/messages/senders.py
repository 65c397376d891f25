"""The ways to send a message: into a folder, to standard output, by e-mail. Each raises `NotSent` with the reason."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from propops.i18n import _

if TYPE_CHECKING:
    from email.message import EmailMessage


class NotSent(Exception):
    """Why a message was not delivered, for people; it never holds a secret."""


@dataclass(frozen=True)
class Message:
    """`id` is the same whenever the same message is sent again."""

    id: str
    to: str
    address: str | None
    subject: str
    text: str

    @property
    def key(self) -> str:
        """What the ledger knows it by."""
        return self.id.partition("@")[0]


Send = Callable[[Message], None]


def to_stdout(message: Message) -> None:
    sys.stdout.write(f"Message-ID: <{message.id}>\n{message.subject}\n\n{message.text}\n\n")
    sys.stdout.flush()


def to_folder(folder: Path) -> Send:
    """A file for each message, whole or not at all; sending it again gives the same file."""

    def send(message: Message) -> None:
        file = folder / f"{message.key}.txt"
        new = file.with_suffix(".new")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with new.open("w", encoding="utf-8") as stream:
                stream.write(f"{message.subject}\n\n{message.text}\n")
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(file)
        except OSError as error:
            raise NotSent(_("%(path)s: %(why)s") % {"path": file, "why": error.strerror}) from None

    return send


@dataclass(frozen=True)
class Mailbox:
    """Where mail is handed in. `security` is tls, starttls, or none, which only a server on the same machine may have."""

    host: str
    port: int
    sender: str
    user: str
    password: str
    security: str

    @property
    def is_local(self) -> bool:
        return self.host in ("localhost", "127.0.0.1", "::1")


TIMEOUT_SECONDS = 30


def by_mail(box: Mailbox) -> Send:
    def send(message: Message) -> None:
        import smtplib

        if not message.address:
            raise NotSent(_("no e-mail address is on record"))
        try:
            _hand_in(box, message)
        except smtplib.SMTPResponseException as error:
            raise NotSent(_("the mail server answers %(code)d") % {"code": error.smtp_code}) from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise NotSent(_("the mail server cannot be used: %(why)s") % {"why": type(error).__name__}) from None

    return send


def _hand_in(box: Mailbox, message: Message) -> None:
    import smtplib
    import ssl

    context = ssl.create_default_context()
    if box.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(box.host, box.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(box.host, box.port, timeout=TIMEOUT_SECONDS)
    with server:
        if box.security == "starttls":
            server.starttls(context=context)
        elif box.security == "none" and not box.is_local:
            raise ValueError
        if box.user:
            server.login(box.user, box.password)
        server.send_message(_mail(box, message))


def _mail(box: Mailbox, message: Message) -> "EmailMessage":
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = box.sender, message.address, message.subject
    mail["Message-ID"] = f"<{message.id}>"
    mail.set_content(message.text)
    return mail


def mailbox(names: Mapping[str, str], environ: Mapping[str, str], port: int, security: str) -> Mailbox:
    """`names` are those of the environment's variables: what they hold stands in no file. KeyError names one that is not set."""
    values = {what: environ.get(name, "") for what, name in names.items()}
    for what in ("host", "sender"):
        if not values[what]:
            raise KeyError(names[what])
    return Mailbox(values["host"], port, values["sender"], values.get("user", ""), values.get("password", ""), security)
