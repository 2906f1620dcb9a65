"""Unpack Neovim and the libraries it needs from Debian's packages into a private folder (no root, nothing installed).

usage: get_nvim.py FOLDER SUITE VERSION    for example: get_nvim.py .cache trixie 0.10
Makes FOLDER/nvim-<full version>/bin/nvim. VERSION is the beginning of the version that will do: where one already
works, nothing is downloaded. Needs dpkg-deb and apt's set-up of this machine, and patchelf on the PATH.

Every step is verified: the release file by its signature, the index by the release file, each package by the index.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
UNUSED = ("usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/lintian", "usr/lib/*/gconv")

Package = Mapping[str, str]
"""The one-line fields of a package's paragraph in the index."""


def installed(folder: Path, version: str) -> Path | None:
    """The program of a Neovim whose version begins with ``version`` and that runs, if there is one in ``folder``."""
    for program in sorted(folder.glob(f"nvim-{version}*/bin/nvim")):
        if not subprocess.run([program, "--version"], capture_output=True, check=False).returncode:
            return program
    return None


def mirror() -> str:
    """The package mirror that apt is set up with on this machine (``DEBIAN_MIRROR`` overrides it)."""
    if chosen := os.environ.get("DEBIAN_MIRROR"):
        return chosen
    ask = ["apt-get", "indextargets", "--format", "$(SITE)"]
    listed = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    sites = (site.rstrip("/") for site in listed.split())
    found = next((site for site in sites if site.endswith("/debian")), None)
    return found or sys.exit("get_nvim: apt knows no Debian mirror here; run `apt-get update`, or set DEBIAN_MIRROR")


def download(url: str, sha256: str | None = None) -> bytes:
    """The bytes at ``url``; exits if their checksum is not the one announced."""
    with urllib.request.urlopen(url, timeout=60) as answer:
        content: bytes = answer.read()
    if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
        sys.exit(f"get_nvim: wrong checksum of {url}")
    return content


def release(site: str, suite: str) -> str:
    """The suite's release file, its signature checked where this machine has Debian's keys."""
    content = download(f"{site}/dists/{suite}/InRelease")
    if not (shutil.which("gpgv") and KEYRING.exists()):
        print("get_nvim: no gpgv or no keyring here: the signature of the release file is not checked", file=sys.stderr)
        return content.decode("utf-8", "replace")
    check = ["gpgv", "--status-fd", "1", "--keyring", str(KEYRING), "-"]
    status = subprocess.run(check, input=content, capture_output=True, check=False).stdout.decode("utf-8", "replace")
    # A release carries several signatures, and this machine may be older than one of the keys: one good one is enough.
    if " GOODSIG " not in status or " BADSIG " in status:
        sys.exit(f"get_nvim: the release file of {suite} has no good signature")
    return content.decode("utf-8", "replace")


def index(site: str, suite: str) -> dict[str, Package]:
    """Every package of the suite by its name, and by what it provides where no package has that name."""
    architecture = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    folder = f"main/binary-{architecture.stdout.strip()}"
    line = re.search(rf"^ ([0-9a-f]{{64}}) +\d+ {re.escape(folder)}/Packages\.xz$", release(site, suite), re.M)
    if line is None:
        sys.exit(f"get_nvim: {suite} has no packages for this machine")
    packed = download(f"{site}/dists/{suite}/{folder}/by-hash/SHA256/{line[1]}", line[1])
    packages = list(paragraphs(lzma.decompress(packed).decode("utf-8")))
    provided = {name.split()[0]: package for package in packages for name in listing(package, "Provides")}
    return provided | {package["Package"]: package for package in packages}


def paragraphs(text: str) -> Iterator[Package]:
    """The packages of an index file."""
    for paragraph in text.split("\n\n"):
        fields = dict(re.findall(r"^([A-Z][\w-]*): (.*)$", paragraph, re.M))
        if "Package" in fields:
            yield fields


def listing(package: Package, field: str) -> list[str]:
    """The entries of a comma-separated field."""
    return [entry.strip() for entry in package.get(field, "").split(",") if entry.strip()]


def needed(packages: Mapping[str, Package], root: str) -> dict[str, Package]:
    """``root`` and everything that it depends on (of alternatives, the first), by package name."""
    found: dict[str, Package] = {}
    waiting = [root]
    while waiting:
        package = packages[waiting.pop()]
        if package["Package"] in found:
            continue
        found[package["Package"]] = package
        entries = listing(package, "Depends") + listing(package, "Pre-Depends")
        waiting += [re.split(r"[ (:|]", entry)[0] for entry in entries]
    return found


def unpack(site: str, packages: Mapping[str, Package], staging: Path) -> None:
    """Download the packages and unpack them on top of each other; what Neovim never reads is removed."""
    archive = staging / "package.deb"
    for package in packages.values():
        archive.write_bytes(download(f"{site}/{package['Filename']}", package["SHA256"]))
        subprocess.run(["dpkg-deb", "-x", archive, staging], check=True)
    archive.unlink()
    for pattern in UNUSED:
        for folder in staging.glob(pattern):
            shutil.rmtree(folder)


def use_own_libraries(staging: Path, home: Path, program: str) -> list[str]:
    """Make a program in ``staging`` use the libraries there once the folder is called ``home``: where they will be.

    Only the program itself is bound (no LD_LIBRARY_PATH), so that what it starts uses the machine's libraries.
    """
    libraries = sorted(staging.glob("usr/lib/*-linux-gnu")) + sorted(staging.glob("lib/*-linux-gnu"))
    loaders = sorted(staging.glob("usr/lib/*/ld-linux-*")) + sorted(staging.glob("usr/lib*/ld-linux-*"))
    paths = [str(home / folder.relative_to(staging)) for folder in libraries]
    loader = str(home / loaders[0].relative_to(staging))
    change = ["patchelf", "--set-interpreter", loader, "--force-rpath", "--set-rpath", ":".join(paths)]
    subprocess.run([*change, staging / program], check=True)
    return paths


def bind(staging: Path, home: Path) -> None:
    """Make the Neovim in ``staging`` one that can be started once the folder is called ``home``.

    ``v:progpath`` stays true for the child processes that Neovim starts of itself.
    """
    paths = use_own_libraries(staging, home, "usr/bin/nvim")
    start = staging / "bin/nvim"
    start.parent.mkdir(exist_ok=True)
    start.write_text(
        f"#!/bin/sh\nexport VIMRUNTIME='{home}/usr/share/nvim/runtime'\n"
        f"export LUA_CPATH='{paths[0]}/lua/5.1/?.so;;'\nexec '{home}/usr/bin/nvim' \"$@\"\n"
    )
    start.chmod(0o755)


def install(folder: Path, suite: str) -> Path:
    """Download, unpack and bind the suite's Neovim; it appears under its final name only when it is whole."""
    site = mirror()
    packages = needed(index(site, suite), "neovim")
    home = folder / ("nvim-" + re.split(r"[-+~]", packages["neovim"]["Version"])[0])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        staging = Path(temporary) / "nvim"
        staging.mkdir()
        unpack(site, packages, staging)
        bind(staging, home)
        shutil.rmtree(home, ignore_errors=True)
        staging.rename(home)
    return home / "bin/nvim"


def main(folder: str, suite: str, version: str) -> None:
    """Install unless a fitting one works already; says where it is."""
    into = Path(folder).absolute()
    program = installed(into, version) or install(into, suite)
    if installed(into, version) != program:
        sys.exit(f"get_nvim: {suite} has {program.parent.parent.name}, wanted {version}, or it does not run here")
    print(program)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
