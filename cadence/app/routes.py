"""Which routes do the providers have, beside Twilio's webhooks? Edge: settings in; routers out."""

from collections.abc import Callable

from cadence.api.app import APIRouter
from cadence.api.dependencies import Dependencies
from cadence.api.unsubscribe import unsubscribe_routes
from cadence.app.mail import smtp_account
from cadence.app.settings import Settings
from cadence.channels.provider import Received
from cadence.channels.smtp.tokens import TokenUse, touch_of
from cadence.domain.channels.email import EMAIL
from cadence.engine.outcomes.inbound import record_inbound
from cadence.replies.opt_out import Reply


def unsubscribe_router(settings: Settings, deps: Dependencies) -> APIRouter | None:
    """Return the page that unsubscribes; None where e-mail is not set up."""
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


ROUTERS: tuple[Callable[[Settings, Dependencies], APIRouter | None], ...] = (unsubscribe_router,)
"""What makes the routes of a provider; None where it is not set up."""


def routers_of(settings: Settings, deps: Dependencies) -> list[APIRouter]:
    """Return the routes of the providers that are set up."""
    made = (make(settings, deps) for make in ROUTERS)
    return [router for router in made if router is not None]
