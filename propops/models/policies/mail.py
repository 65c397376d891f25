"""How mail is handed in."""

from typing import ClassVar

from propops.choices import Choice
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import Field, Policy


class MailSecurity(Choice):
    STARTTLS = "starttls", N_("STARTTLS")
    TLS = "tls", N_("TLS")
    NONE = "none", N_("none, on this machine only")


VARIABLE_PATTERN = r"[A-Z][A-Z0-9_]{0,60}"
Variable = Annotated[str, Field(N_("environment variable"), pattern=VARIABLE_PATTERN, example="PROPOPS_SMTP_HOST")]


@frozen
class MailPolicy(Policy):
    """The names of environment variables that say where mail is handed in and as whom; the values stand in no file."""

    field: ClassVar[str] = "mail"

    host: Annotated[Variable, Field(N_("variable with the mail server"))] = "PROPOPS_SMTP_HOST"
    user: Annotated[Variable, Field(N_("variable with the user"))] = "PROPOPS_SMTP_USER"
    password: Annotated[Variable, Field(N_("variable with the password"))] = "PROPOPS_SMTP_PASSWORD"
    sender: Annotated[Variable, Field(N_("variable with the sender's address"))] = "PROPOPS_SMTP_FROM"
    port: Annotated[int, Field(N_("port"), low=1, high=65535)] = 587
    security: Annotated[MailSecurity, Field(N_("security"))] = MailSecurity.STARTTLS
