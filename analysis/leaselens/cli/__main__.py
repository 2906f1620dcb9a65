"""``python -m leaselens.cli`` is ``leaselens``."""

import sys

from leaselens.cli import main

sys.exit(main())
