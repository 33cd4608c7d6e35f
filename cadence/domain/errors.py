"""
What can go wrong that is not a bug? Pure.

One base error; the first line of a class's docstring is its default message. A message says what was found, what was
expected and what to do next, and never holds a number, a name or a text of a lead.
"""

_PREFIX = "Value error, "


def without_prefix(words: str) -> str:
    """Return the words of one of pydantic's errors without what it puts before the words of a validator of ours."""
    return words.removeprefix(_PREFIX)


class CadenceError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None) -> None:
        """Use `message`, or the first line of the class's docstring."""
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])


class InvalidInputError(CadenceError):
    """The input is not valid."""


class NotFoundError(CadenceError):
    """No such thing exists. `cadence list` shows the campaigns that do."""


class ConflictError(CadenceError):
    """The state of things does not allow this now."""


class UnavailableError(CadenceError):
    """A service we depend on does not answer. `cadence doctor` shows which one. It is safe to try again."""


class WrongClockError(UnavailableError):
    """This machine's clock is not PostgreSQL's, so nobody is contacted from here. Set it right (NTP)."""


class LookUpRefusedError(UnavailableError):
    """The carrier answers, and refuses this one question: asking again does not help."""


class WrongKeysError(CadenceError):
    """The secret key is not the one this ledger was made with: every suppression would be void. Set the right key."""
