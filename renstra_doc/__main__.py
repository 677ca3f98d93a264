"""`python -m renstra_doc` is `renstra`."""

import sys

from renstra_doc.cli import main

sys.exit(main())
