"""How does an order to end reach the code that stops the servers? Edge."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def orders_to_end() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end what is inside as Ctrl-C does: everything is undone in order."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
