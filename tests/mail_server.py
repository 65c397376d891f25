"""A mail server on the loopback, as small as tests need it: it keeps what it was given, and misbehaves when asked to."""

import os
import signal
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Inbox:
    """`answer` gives the reply to a mail for an address; `client` is the process to be killed once it has handed one in."""

    mails: list[EmailMessage] = field(default_factory=list)
    port: int = 0
    answer: Callable[[str], str] = lambda address: "250 kept"
    client: int = 0

    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]


@contextmanager
def mail_server() -> Iterator[Inbox]:
    inbox = Inbox()

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 loopback")
            address = ""
            while line := self.rfile.readline().decode().strip():
                verb = line.split(":")[0].upper()
                if verb == "RCPT TO":
                    address = line.partition("<")[2].partition(">")[0]
                if verb == "QUIT":
                    self._say("221 bye")
                    return
                self._say(self._take(address) if verb == "DATA" else inbox.answer(address) if verb == "RCPT TO" else "250 ok")

        def _take(self, address: str) -> str:
            self._say("354 go on")
            data = b""
            while not data.endswith(b"\r\n.\r\n"):
                data += self.rfile.readline()
            inbox.mails.append(message_from_bytes(data[:-3], policy=policy.default))
            if inbox.client:
                os.kill(inbox.client, signal.SIGKILL)
                inbox.client = 0
            return "250 kept"

        def _say(self, text: str) -> None:
            self.wfile.write(text.encode() + b"\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        inbox.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield inbox
        finally:
            server.shutdown()
            thread.join()
