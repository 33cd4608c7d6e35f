"""How is e-mail bound to this installation? Edge: its settings in; the provider and its routes out."""

from typing import TYPE_CHECKING

from cadence.app.mail_settings import smtp_account
from cadence.channels.carriers import BoundCarrier
from cadence.channels.provider import Received
from cadence.channels.smtp.provider import SmtpCarrier
from cadence.channels.smtp.tokens import TokenUse, touch_of
from cadence.domain.channels.email import EMAIL
from cadence.engine.outcomes import record_inbound
from cadence.replies.opt_out import Reply

if TYPE_CHECKING:
    from cadence.api.app import APIRouter
    from cadence.api.dependencies import Dependencies
    from cadence.app.settings import Settings


def mail_carrier(settings: "Settings") -> list[BoundCarrier]:
    """Return the provider of e-mail; none where it is not set up."""
    account = smtp_account(settings)
    if account is None:
        return []
    carrier = SmtpCarrier(account)
    return [
        BoundCarrier(carrier=carrier, channels=frozenset({EMAIL.channel}), owns=lambda sid: sid.startswith("mail:"))
    ]


def unsubscribe_router(settings: "Settings", deps: "Dependencies") -> "APIRouter | None":
    """Return the page that unsubscribes; None where e-mail is not set up."""
    from cadence.api.unsubscribe import unsubscribe_routes  # noqa: PLC0415  only the web server has routes

    account = smtp_account(settings)
    if account is None:
        return None

    def stop(touch: str) -> None:
        """
        Record that the person who got this touch said stop. Presses within an hour are one message.

        A later one counts for itself: the person may have agreed again since, and press the button of the same e-mail.
        """
        now = deps.planner.now()
        message = Received(
            sid=f"unsubscribe/{touch}/{now:%Y%m%d%H}",
            channel=EMAIL.channel,
            sender="",
            to="",
            body="",
            at=now,
            confirmed=True,  # the page says so
            touch=touch,
        )
        deps.background.after(record_inbound(deps.planner, message, meant=Reply(meaning="revoke")))

    return unsubscribe_routes(lambda token: touch_of(account.keys, TokenUse.LINK, token), stop)
