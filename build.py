"""Build the document of `data/` with the template it names; the same as `renstra build`."""

import sys

from renstra_doc.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
