"""Build the document of `data/` with the template it names; the same as `renstra build`."""

import sys

from renstra_doc.__main__ import run

if __name__ == "__main__":
    sys.exit(run("build"))
