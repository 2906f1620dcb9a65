# -*- coding: utf-8 -*-
"""Starts the language server that came with the extension (copied to ``bundled/run.py`` by ``scripts/vsix``).

An old Python must be able to read this file, so that it can say what is wrong: nothing here is newer than Python 2.7.

``run.py [--compiled FOLDER] --stdio`` serves. ``FOLDER`` is where the editor keeps what is compiled for each Python.
``run.py --probe`` only says whether this Python will do: its version and exit code 0, or the reason and exit code 3.
``run.py --compiled FOLDER --install`` puts there what reads Rust, for this Python, or says why not, with exit code 4.
"""

import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    version = "%d.%d.%d" % sys.version_info[:3]
    if sys.version_info < (3, 11):
        sys.stderr.write("Leaselens needs Python 3.11 or newer, and %s is Python %s.\n" % (sys.executable, version))
        return 3
    arguments = sys.argv[1:]
    if arguments == ["--probe"]:
        sys.stdout.write(version + "\n")
        return 0
    compiled = [os.path.join(HERE, "compiled")]
    if arguments[:1] == ["--compiled"]:
        compiled.insert(0, arguments[1])
        arguments = arguments[2:]
    if arguments == ["--install"]:
        return install(os.path.join(compiled[0], tag()))
    # Started with -I, so that nothing in the user's folders can take the place of a bundled module.
    sys.path[:0] = [os.path.join(HERE, "libs")]
    sys.path += [os.path.join(folder, tag()) for folder in compiled]
    import leaselens_server.__main__

    return leaselens_server.__main__.main(arguments)


def tag():
    """What is compiled for one Python is of no use to another: the name of this one's folder."""
    return sys.implementation.cache_tag + getattr(sys, "abiflags", "")


def install(folder):
    """Have pip put what reads Rust into a folder. The old one stays until the new one is complete."""
    new = folder + ".new"
    shutil.rmtree(new, ignore_errors=True)
    wanted = ["--only-binary", ":all:", "--requirement", os.path.join(HERE, "rust.txt"), "--target", new]
    pip = [sys.executable, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    done = subprocess.Popen(pip + wanted, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = done.communicate()[0].decode("utf-8", "replace").strip()
    sys.stdout.write(said + "\n")
    if done.returncode != 0 or not can_be_used(new):
        last = said.split("\n")[-1] if said else "it ended with code %d" % done.returncode
        sys.stderr.write("pip could not install it for %s: %s\n" % (sys.executable, last))
        return 4
    shutil.rmtree(folder, ignore_errors=True)
    os.rename(new, folder)
    return 0


def can_be_used(folder):
    """Whether this Python can import what is in a folder."""
    code = "import sys; sys.path.append(sys.argv[1]); import tree_sitter, tree_sitter_rust"
    return subprocess.call([sys.executable, "-I", "-c", code, folder]) == 0


if __name__ == "__main__":
    sys.exit(main())
