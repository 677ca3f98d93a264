"""`python -m renstra_doc` is `renstra`."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import FrameType

# Frozen values by the hundred thousand hold no circles: looking for some after every 700 of them
# costs a fifth of the time of a large project, and finds nothing.
CIRCLE_SEARCH = (100_000, 50, 100)
# Ctrl+C, and what asks a program to end; nohup and & leave some of them ignored, and so they stay.
ENDS = (signal.SIGINT, signal.SIGTERM)
USUAL = (signal.default_int_handler, signal.SIG_DFL)


def run(*arguments: str) -> int:
    """Run the command line.

    An interruption while the program is being loaded ends it at once, without a trace.

    In: arguments to go before those of the process. Out: the exit code. Once the work is done an
    interruption is ignored: Python gives the signal back to the system while it ends, and the exit
    code would deny a finished file.
    """
    # Before the program is loaded, which already makes most of its objects.
    gc.set_threshold(*CIRCLE_SEARCH)
    # Where nohup or a shell's & left a signal ignored, it stays ignored.
    ends = [number for number in ENDS if signal.getsignal(number) in USUAL]
    # While loading there is nothing to clean up; a traceback out of an import helps nobody.
    _handle(ends, _stop)
    from renstra_doc.cli import main  # noqa: PLC0415 — the handler comes first

    # From here on as usual: KeyboardInterrupt, so that files are taken back.
    _handle(ends, signal.default_int_handler)
    code = main([*arguments, *sys.argv[1:]])
    # Too late to undo: the exit code must say what was done.
    _handle(ends, signal.SIG_IGN)
    return code


def _handle(
    numbers: Iterable[int], handler: Callable[[int, FrameType | None], object] | signal.Handlers
) -> None:
    for number in numbers:
        signal.signal(number, handler)


def _stop(_number: int, _frame: FrameType | None) -> None:
    # `os`, not print: a handler may come in the middle of another write.
    os.write(2, b"Dihentikan.\n")
    os._exit(2)


def _forget_current_folder() -> None:
    """Look for modules in the current folder no more, where `python -m` makes Python look first.

    It may be a folder of data, and a `click.py` that came with it would be run.
    """
    home = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120 — strings
    with suppress(OSError):  # a current folder that is gone
        here = os.path.realpath(sys.path[0] or os.curdir)
        # A checkout that is not installed is found there, and so are its child processes.
        if here == os.path.realpath(os.curdir) != home:
            del sys.path[0]


if __name__ == "__main__":
    _forget_current_folder()
    sys.exit(run())
