"""`python -m renstra_doc` is `renstra`."""

import gc
import os
import signal
import sys
from types import FrameType

# Frozen values by the hundred thousand hold no circles: looking for some after every 700 of them costs a fifth of the
# time of a large project, and finds nothing.
CIRCLE_SEARCH = (100_000, 50, 100)


def run(*arguments: str) -> int:
    """Run the command line; an interruption while the program is being loaded ends it at once, without a trace.

    In: arguments to go before those of the process. Out: the exit code. Once the work is done an interruption is
    ignored: Python gives the signal back to the system while it ends, and the exit code would deny a finished file.
    """
    gc.set_threshold(*CIRCLE_SEARCH)
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # nohup and & leave it ignored
    if usual:
        signal.signal(signal.SIGINT, _stop)
    from renstra_doc.cli import main  # noqa: PLC0415 — the handler comes first

    if usual:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    code = main([*arguments, *sys.argv[1:]])
    if usual:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return code


def _stop(_number: int, _frame: FrameType | None) -> None:
    os.write(2, b"Dihentikan.\n")
    os._exit(2)


if __name__ == "__main__":
    sys.exit(run())
