# -*- coding: utf-8 -*-
"""Starts the language server that came with the extension (copied to ``bundled/run.py`` by ``scripts/vsix``).

An old Python must be able to read this file, so that it can say what is wrong: nothing here is newer than Python 2.7.
``--probe`` only says whether this Python will do: its version and exit code 0, or the reason and exit code 3.
"""

import os
import sys


def main():
    version = "%d.%d.%d" % sys.version_info[:3]
    if sys.version_info < (3, 11):
        sys.stderr.write("Leaselens needs Python 3.11 or newer, and %s is Python %s.\n" % (sys.executable, version))
        return 3
    if sys.argv[1:] == ["--probe"]:
        sys.stdout.write(version + "\n")
        return 0
    # Started with -I, so that nothing in the user's folders can take the place of a bundled module.
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "libs"))
    import leaselens_server.__main__

    return leaselens_server.__main__.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
