"""
What happens to an e-mail that the relay accepted? Edge: it comes back, is reported, answered, or just read.

The first word of an address decides where it is in the list below, such as bounces.ana@example.org. Then the people
file decides, and for everybody else the seed, as for messages to phones.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from cadence.local.emulator.behaviour import PhoneKind
from cadence.local.emulator.mail import letters
from cadence.local.emulator.mail.letters import OurMail
from cadence.local.emulator.mail.mails import Mails, parsed
from cadence.local.emulator.people import MessageFate
from cadence.local.emulator.replies import means_stop
from cadence.local.emulator.webhooks import WebhookDelivery
from cadence.local.emulator.world import EmulatorParts


class MailReaction(StrEnum):
    """What an address does with an e-mail."""

    READS = "reads"  # nothing more
    NOBODY = "nobody"  # refused while it is handed over: no such address
    REFUSES = "refuses"  # refused while it is handed over: a policy
    LATER = "later"  # "try again later" the first time
    BOUNCES = "bounces"  # accepted, and comes back: no such address
    FULL = "full"  # accepted, and comes back after some days: the mailbox is full
    SPAM = "spam"  # accepted, and comes back: taken for spam
    DELAYED = "delayed"  # accepted; a notice says that it is late
    COMPLAINS = "complains"  # reported as spam
    AWAY = "away"  # answered by a notice of absence
    UNSUBSCRIBES = "unsubscribes"  # the button of the mail program: one-click
    MAILTO = "mailto"  # the same button of a program that sends an e-mail
    STOPS = "stops"  # a person answers that they want no more
    ANSWERS = "answers"  # a person answers


COMES_BACK = {MailReaction.BOUNCES: "5.1.1", MailReaction.FULL: "4.2.2", MailReaction.SPAM: "5.7.1"}
_BY_PHONE_CODE = {
    30005: MailReaction.BOUNCES,
    30006: MailReaction.BOUNCES,
    30003: MailReaction.FULL,
    30007: MailReaction.SPAM,
}
_STOP = {"es": "Baja, por favor", "pt": "Sair", "en": "Please unsubscribe me"}
_ANSWER = {"es": "Sí, me interesa", "pt": "Sim, tenho interesse", "en": "Yes, I'm interested"}


class MailPeople:
    """The people behind the addresses."""

    def __init__(self, world: EmulatorParts, mails: Mails) -> None:
        """Let them live in this world."""
        self._world, self._mails = world, mails
        world.schedule.on("mail.lands", self._lands)
        world.schedule.on("mail.answered", self._answered)

    def at_the_door(self, recipient: str) -> MailReaction | None:
        """Return the reaction of an address while an e-mail is handed over; None: it is accepted."""
        reaction = pattern_of(recipient)
        if reaction in {MailReaction.NOBODY, MailReaction.REFUSES, MailReaction.LATER}:
            return reaction
        line = self._world.people.behind(recipient.lower()).line
        return MailReaction.NOBODY if line is PhoneKind.INVALID else None

    def begin(self, sid: str) -> None:
        """Let what follows from an accepted e-mail happen when it is due."""
        row = self._mails.accepted(sid)
        nth = self._world.store.nth("messages", row)
        fate = self._world.people.takes_message(row["person"], nth, whatsapp=False, text=row["body"])
        reaction = pattern_of(row["recipient"]) or _BY_PHONE_CODE.get(fate.code or 0)
        if reaction is None and fate.status != "delivered":
            reaction = MailReaction.BOUNCES
        self._world.schedule.after(fate.after, "mail.lands", sid, reaction=reaction or "")
        words = self._words(row["person"], reaction, fate)
        if words:
            self._world.schedule.after(fate.after + fate.reply_after, "mail.answered", sid, text=words)

    def react(self, sid: str, reaction: MailReaction, *, status: str = "", words: str = "", subject: str = "") -> None:
        """Let the receiver of an accepted e-mail do this now."""
        mail, at = self._our(sid), self._world.now()
        match reaction:
            case MailReaction.READS:
                pass
            case MailReaction.BOUNCES | MailReaction.FULL | MailReaction.SPAM:
                self._world.store.update("messages", sid, status="undelivered")
                self._arrives(letters.bounce(mail, status or COMES_BACK[reaction], at), mail.return_path)
            case MailReaction.DELAYED:
                self._arrives(letters.bounce(mail, status or "4.4.1", at, "delayed"), mail.return_path)
            case MailReaction.COMPLAINS:
                self._hear_stop(mail, "complaint")
                self._mails.deliver(letters.complaint(mail, at))
            case MailReaction.AWAY:
                self._mails.deliver(letters.away(mail, at))
            case MailReaction.MAILTO:
                self._hear_stop(mail, "mailto")
                self._mails.deliver(letters.by_mailto(mail, at))
            case MailReaction.UNSUBSCRIBES:
                self._press(sid, mail)
            case _:
                if means_stop(words) or means_stop(subject):
                    self._hear_stop(mail, words or subject)
                self._mails.deliver(letters.reply(mail, words, at, subject))

    def _words(self, person: str, reaction: MailReaction | None, fate: MessageFate) -> str:
        language = self._world.people.behind(person).language
        if reaction is MailReaction.STOPS:
            return _STOP.get(language, _STOP["en"])
        if reaction is MailReaction.ANSWERS:
            return fate.reply or _ANSWER.get(language, _ANSWER["en"])
        return "" if reaction is not None else fate.reply

    def _lands(self, sid: str, data: Mapping[str, Any]) -> None:
        reaction = MailReaction(data["reaction"]) if data["reaction"] else None
        if reaction is not None and reaction not in {MailReaction.STOPS, MailReaction.ANSWERS, MailReaction.LATER}:
            self.react(sid, reaction)
        if reaction not in COMES_BACK:
            self._world.store.update("messages", sid, status="delivered")

    def _answered(self, sid: str, data: Mapping[str, Any]) -> None:
        self.react(sid, MailReaction.ANSWERS, words=data["text"])

    def _press(self, sid: str, mail: OurMail) -> None:
        """Press the button: the mail provider posts to our address (RFC 8058)."""
        opt_out = self._hear_stop(mail, "one-click")
        url, params = letters.link_in(mail), {"List-Unsubscribe": "One-Click"}
        self._world.webhooks.post(WebhookDelivery(sid=sid, where="mail", url=url, params=params, opt_out=opt_out))

    def _hear_stop(self, mail: OurMail, words: str) -> int:
        return self._world.hear_stop(mail.recipient, mail.ours, "email", words)

    def _arrives(self, content: bytes, to: str) -> None:
        self._mails.deliver(letters.delivered(content, to))

    def _our(self, sid: str) -> OurMail:
        row = self._mails.accepted(sid)
        content = bytes(row["content"])
        return OurMail(
            return_path=row["return_path"],
            recipient=row["recipient"],
            ours=row["ours"],
            language=self._world.people.behind(row["person"]).language,
            headers={name: str(value) for name, value in parsed(content).items()},
            text=row["body"],
            content=content,
        )


def pattern_of(address: str) -> MailReaction | None:
    """Return the reaction that the first word of an address names."""
    word = address.partition("@")[0].split(".")[0].split("+")[0].split("-")[0].casefold()
    return MailReaction(word) if word in set(MailReaction) else None
