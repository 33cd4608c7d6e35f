"""What is ours at the carrier? Edge: Twilio's lists of numbers, senders and templates, as the emulator has them."""

from cadence.local.emulator import resources
from cadence.local.emulator.lists import Document, TwilioRequest, page
from cadence.local.emulator.people_file import APPROVED, template_sid
from cadence.local.emulator.refusals import TwilioRefusalError
from cadence.local.emulator.world import EmulatorParts

NUMBER, SHORT_CODE, SENDER = "PN" + "0" * 32, "SC" + "0" * 32, "XE" + "0" * 32


class ProvisionApi:
    """The account, and what it has."""

    def __init__(self, world: EmulatorParts) -> None:
        """List what is in this world."""
        self._world, self._file = world, world.people_file

    def account(self, _: TwilioRequest) -> Document:
        """Return the account."""
        return resources.account(self._world.config.account)

    def numbers(self, request: TwilioRequest) -> Document:
        """Return the number that is asked for: in the emulator every number that sends is ours."""
        number = request.fields.get("PhoneNumber", "")
        able = {"voice": True, "sms": True, "mms": False, "fax": False}
        entries = [{"sid": NUMBER, "phone_number": number, "capabilities": able}] if number else []
        return page("incoming_phone_numbers", request, entries)

    def templates(self, _: TwilioRequest) -> Document:
        """Return the content templates."""
        account, now, known = self._world.config.account, self._world.now(), self._file.templates.items()
        contents = [resources.template(name, body, template_sid(name), account, now) for name, body in known]
        return _listed("contents", contents)

    def approvals(self, request: TwilioRequest) -> Document:
        """Return the content templates with WhatsApp's decision: approved, unless the people file says otherwise."""
        contents = self.templates(request)["contents"]
        return _listed("contents", [content | {"approval_requests": self._approval(content)} for content in contents])

    def _approval(self, content: Document) -> Document:
        """Write down what WhatsApp decided about a template, with the fields of Twilio's approval requests."""
        name = content["friendly_name"]
        approval = {"status": APPROVED, "category": "UTILITY", "rejection_reason": ""}
        fixed = {"name": name, "content_type": next(iter(content["types"])), "allow_category_change": True}
        return approval | dict(self._file.approvals.get(name, {})) | fixed

    def short_codes(self, request: TwilioRequest) -> Document:
        """Return our short codes, or the one that is asked for."""
        wanted = request.fields.get("ShortCode", "")
        entries = [
            {"sid": SHORT_CODE, "short_code": digits, "friendly_name": digits}
            for _, digits in sorted(self._file.pools.short_codes)
            if wanted in {"", digits}
        ]
        return page("short_codes", request, entries)

    def service(self, request: TwilioRequest) -> Document:
        """Return a messaging service."""
        sid = request.parts["service"]
        if sid not in self._file.pools.services:
            raise TwilioRefusalError(20404, 404)
        return {
            "sid": sid,
            "friendly_name": sid[:6],
            "sticky_sender": True,
            "area_code_geomatch": True,
            "use_inbound_webhook_on_number": True,
        }

    def pool(self, request: TwilioRequest) -> Document:
        """Return what of one kind is in a messaging service's pool: numbers only, which send on WhatsApp as well."""
        numbers, able = self._file.pools.services[self.service(request)["sid"]], ["SMS", "Voice"]
        match request.parts["pool"]:
            case "PhoneNumbers":
                entries = [_member(number) | {"phone_number": number, "capabilities": able} for number in numbers]
                return _listed("phone_numbers", entries)
            case "ChannelSenders":
                return _listed("senders", [_member(number) | {"sender": f"whatsapp:{number}"} for number in numbers])
            case "ShortCodes":
                return _listed("short_codes", [])
            case "AlphaSenders":
                return _listed("alpha_senders", [])
        raise TwilioRefusalError(20404, 404)

    def whatsapp_senders(self, _: TwilioRequest) -> Document:
        """
        Return our WhatsApp senders.

        Without a list of them every number is one, and none can be listed: then there is no such list, as for an
        account that may not see it.
        """
        if self._file.whatsapp is None:
            raise TwilioRefusalError(20404, 404)
        entries = [
            {"sid": SENDER, "sender_id": f"whatsapp:{sender}", "status": "ONLINE"}
            for sender in sorted(self._file.whatsapp)
        ]
        return _listed("senders", entries)


def _member(number: str) -> Document:
    return {"sid": "PN" + number.removeprefix("+").rjust(32, "0"), "country_code": ""}


def _listed(key: str, entries: list[Document]) -> Document:
    """Write down a list as Twilio's newer APIs do."""
    size = max(len(entries), 50)
    meta = {"key": key, "page": 0, "page_size": size, "next_page_url": None, "previous_page_url": None}
    return {key: entries, "meta": meta}
