"""One e-mail through Django's SMTP backend, with what may be known of its arrival."""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMessage, get_connection

PERMANENT = 500


class MailFailed(Exception):
    """The mail was not taken. The message can be shown to the user.

    `permanent`: it will not be, until somebody changes something. `arrived`: None, nobody
    knows whether it did. `server`: it is the server's trouble, and every mail's.
    """

    def __init__(
        self, message: str, *, permanent: bool, arrived: bool | None, server: bool = False
    ) -> None:
        super().__init__(message)
        self.permanent, self.arrived, self.server = permanent, arrived, server


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A plain text to one address. `message_id` stays the same when it is sent again."""

    to: str
    subject: str
    body: str
    message_id: str


def send(letter: Letter) -> None:
    """Send a letter; nothing is tried twice here.

    Raises:
        MailFailed: says why, and whether it may have arrived all the same.
    """
    mail = EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.to],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    connection = get_connection()
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError as error:
        msg = "邮件服务器不认用户名或密码，请联系运维"
        raise MailFailed(msg, permanent=False, arrived=False, server=True) from error
    except (OSError, smtplib.SMTPException) as error:
        msg = "连不上邮件服务器，请联系运维"
        raise MailFailed(msg, permanent=False, arrived=False, server=True) from error
    try:
        _hand_over(connection, [mail])
    finally:
        with contextlib.suppress(smtplib.SMTPException, OSError):  # it was taken, or said why not
            connection.close()


def _hand_over(connection: Any, mails: Sequence[EmailMessage]) -> None:  # noqa: ANN401 - any backend
    try:
        connection.send_messages(list(mails))
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _ in error.recipients.values()), default=0)
        msg = f"邮件服务器不收这个地址（{code}）"
        raise MailFailed(msg, permanent=code >= PERMANENT, arrived=False) from error
    except smtplib.SMTPResponseException as error:
        msg = f"邮件服务器没有收下（{error.smtp_code}）"
        permanent = error.smtp_code >= PERMANENT
        raise MailFailed(msg, permanent=permanent, arrived=False) from error
    except (OSError, smtplib.SMTPException) as error:
        msg = "邮件发到一半断了，不知道对方收下没有"
        raise MailFailed(msg, permanent=False, arrived=None) from error
