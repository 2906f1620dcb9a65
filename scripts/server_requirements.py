"""Print what the language server needs at run time, as requirements: for the bundle that the VS Code extension carries.

The ranges are those of ``pyproject.toml``; that the server really needs no more is what the tests of the bundle show.
"""

import re
import tomllib
from pathlib import Path

SERVER_NEEDS = {"lark", "lsprotocol", "pygls"}

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
for requirement in project["dependencies"]:
    if re.match(r"[\w.-]+", requirement)[0] in SERVER_NEEDS:
        print(requirement)
