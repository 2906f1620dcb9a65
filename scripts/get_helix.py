"""Unpack Helix and the libraries it needs from Debian's packages into a private folder (no root, nothing installed).

usage: get_helix.py FOLDER SUITE
Makes FOLDER/helix/bin/hx; where that already works, nothing is downloaded. Needs what ``get_nvim.py`` needs, which does
the work: every step of the download is verified there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from get_nvim import index, mirror, needed, unpack, use_own_libraries


def works(program: Path) -> bool:
    """Whether there is a Helix that runs."""
    return program.exists() and not subprocess.run([program, "--version"], capture_output=True, check=False).returncode


def install(home: Path, suite: str) -> None:
    """Download, unpack and bind the suite's Helix; it appears under its name only when it is whole."""
    site = mirror()
    packages = needed(index(site, suite), "hx")
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as temporary:
        staging = Path(temporary) / "helix"
        staging.mkdir()
        unpack(site, packages, staging)
        use_own_libraries(staging, home, "usr/lib/hx/hx")
        start = staging / "bin/hx"
        start.parent.mkdir()
        start.write_text(
            f"#!/bin/sh\nexport HELIX_RUNTIME='{home}/usr/lib/hx/runtime'\nexec '{home}/usr/lib/hx/hx' \"$@\"\n"
        )
        start.chmod(0o755)
        shutil.rmtree(home, ignore_errors=True)
        staging.rename(home)


def main(folder: str, suite: str) -> None:
    """Install unless one works already; says where it is."""
    home = Path(folder).absolute() / "helix"
    if not works(home / "bin/hx"):
        install(home, suite)
    if not works(home / "bin/hx"):
        sys.exit(f"get_helix: the Helix of {suite} does not run here")
    print(home / "bin/hx")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
