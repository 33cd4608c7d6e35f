"""What if nobody reads on? Edge: `cadence ... | head` has seen enough, and nothing is wrong."""

import io
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer


class _Pipe(io.FileIO):
    """A stream whose reader may go: the command runs to its end all the same, so that its exit code is the same."""

    gone = False

    def write(self, data: "Buffer", /) -> int:
        """Write, or drop what nobody reads any more."""
        try:
            return super().write(data)
        except BrokenPipeError:
            self.gone = True
            return memoryview(data).nbytes


def let_readers_go() -> None:
    """Have stdout and stderr outlive whoever reads them."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):  # None when it was closed beforehand
            setattr(sys, name, _lasting(stream))


def nobody_reads() -> bool:
    """Tell whether the reader of stdout has gone: whoever prints until stopped stops then."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return isinstance(raw, _Pipe) and raw.gone


def _lasting(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedWriter(_Pipe(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        errors="backslashreplace",  # a terminal that cannot show a letter stops no command
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
