"""How a mail server is reached and signed in to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from notifiers.addresses import mailbox_address
from notifiers.oauth import OAuthSettings

_PORTS = {"none": 25, "starttls": 587, "tls": 465}

_Sender = Annotated[str, AfterValidator(mailbox_address)]


class EmailSettings(BaseModel):
    """``port`` follows ``security`` where it is left out; ``username`` signs in by ``password`` or by
    ``oauth``; ``unsubscribe_to`` is the mailbox in which subscriptions can be ended too."""

    model_config = ConfigDict(
        extra="forbid", populate_by_name=True, frozen=True, hide_input_in_errors=True
    )

    host: str = Field(min_length=1)
    sender: _Sender = Field(alias="from")
    port: int = Field(default=0, ge=0, le=65535)
    security: Literal["none", "starttls", "tls"] = "starttls"
    username: str | None = None
    password: SecretStr | None = None
    oauth: OAuthSettings | None = None
    reply_to: _Sender | None = None
    unsubscribe_to: _Sender | None = None
    ca_file: Path | None = None
    timeout: float = Field(default=30, gt=0, le=300)

    @property
    def at_port(self) -> int:
        return self.port or _PORTS[self.security]

    @model_validator(mode="after")
    def _no_secret_in_the_clear(self) -> Self:
        if self.username and self.security == "none":
            raise ValueError(
                "a user name needs `security: starttls` or `security: tls`, "
                "or its password would travel in the clear"
            )
        return self

    @model_validator(mode="after")
    def _one_way_to_sign_in(self) -> Self:
        if self.password and self.oauth:
            raise ValueError("give `password` or `oauth`, not both")
        if self.oauth and not self.username:
            raise ValueError("`oauth` needs the `username`: the mailbox for which mail is sent")
        if bool(self.username) != bool(self.password or self.oauth):
            raise ValueError(
                "`username` and `password` (or `oauth`) belong together; give both or neither"
            )
        return self
