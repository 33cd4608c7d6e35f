"""What does Twilio refuse, and in which words? Pure: its error codes, and the numbers that always cause them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

E164 = re.compile(r"\+[1-9]\d{6,14}")
SENDER_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")
URL = re.compile(r"https?://[^\s/_]+(/\S*)?")
"""Twilio takes no underscores in a host."""

TEXTS = {
    10004: "Call concurrency limit exceeded",
    20001: "Unknown parameters",
    20003: "Authenticate",
    20009: "Unable to change the record: delivery has not been completed",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    20500: "Internal Server Error",
    21201: "No 'To' number is specified",
    21205: "Url is not a valid URL",
    21210: "The source phone number provided is not yet verified for your account",
    21211: "The 'To' number is not a valid phone number",
    21212: "The 'From' number is not a valid phone number",
    21213: "No 'From' number is specified",
    21214: "The 'To' phone number cannot be reached",
    21215: "Your account is not authorized to call this number",
    21216: "The number is blocked",
    21217: "The phone number does not appear to be valid",
    21220: "Call is not in a state in which it can be changed",
    21266: "'To' and 'From' number cannot be the same",
    21408: "Permission to send a message has not been enabled for the region indicated by the 'To' number",
    21602: "Message body is required",
    21603: "A 'From' phone number is required",
    21604: "A 'To' phone number is required",
    21606: "The 'From' phone number is not a valid, message-capable number for this destination",
    21609: "The 'StatusCallback' URL is not valid",
    21610: "Attempt to send to unsubscribed recipient",
    21611: "This 'From' number has exceeded the maximum number of queued messages",
    21612: "The 'To' phone number is not currently reachable",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit",
    21654: "ContentSid Required",
    21655: "The ContentSid is Invalid",
    21656: "The ContentVariables Parameter is invalid",
    21701: "The Messaging Service does not exist",
    21704: "The Messaging Service contains no phone numbers",
    21910: "'From' and 'To' pair is invalid: both must be addresses of the same channel",
    30409: "This message cannot be canceled",
}

TEST_NUMBER = re.compile(r"\+1500555000(\d)")
"""Twilio's own; what each of them causes, by its last digit:"""
FROM_TEST_NUMBER = {"messages": {1: 21212, 7: 21606, 8: 21611}, "calls": {1: 21212}}
TO_TEST_NUMBER = {
    "messages": {1: 21211, 2: 21612, 3: 21408, 4: 21610, 9: 21614},
    "calls": {1: 21217, 2: 21214, 3: 21215, 4: 21216},
}


@dataclass
class TwilioRefusalError(Exception):
    """Twilio refuses."""

    code: int
    status: int = 400
    retry_after: float | None = None
    words: str = ""  # instead of Twilio's own

    def document(self) -> dict[str, object]:
        """Write it down as Twilio does."""
        return {
            "code": self.code,
            "message": self.words or TEXTS.get(self.code, "Refused"),
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def not_rehearsed(form: Mapping[str, str], words: Mapping[str, str]) -> None:
    """
    Refuse what would change what happens and is not rehearsed here: a rehearsal that leaves it out proves nothing.

    `words` names the parameters; with a value, only that value is refused.
    """
    for name, only in words.items():
        if name in form and (not only or form[name].lower() == only):
            raise TwilioRefusalError(20001, words=f"this emulator does not rehearse {name}; leave it out")


def judge_addresses(what: str, person: str, ours: str, *, short_code: bool = False) -> None:
    """Refuse invalid numbers and the test numbers. `what` is "messages" or "calls"."""
    if code := _of_test_number(FROM_TEST_NUMBER[what], ours):
        raise TwilioRefusalError(code)
    if not short_code and not E164.fullmatch(ours) and not SENDER_NAME.fullmatch(ours):
        raise TwilioRefusalError(21212)
    if code := _of_test_number(TO_TEST_NUMBER[what], person):
        raise TwilioRefusalError(code)
    if not E164.fullmatch(person):
        raise TwilioRefusalError(21211)
    if person == ours:
        raise TwilioRefusalError(21266)


def _of_test_number(codes: Mapping[int, int], number: str) -> int | None:
    match = TEST_NUMBER.fullmatch(number)
    return codes.get(int(match[1])) if match else None
