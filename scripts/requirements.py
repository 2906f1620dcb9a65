"""Print what ``pyproject.toml`` requires of the packages that are named: ``requirements.py lark pygls``.

With ``--extra NAME``, print all that an extra requires.
"""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
if sys.argv[1:2] == ["--extra"]:
    print(*project["optional-dependencies"][sys.argv[2]], sep="\n")
else:
    required = {re.match(r"[\w.-]+", requirement)[0]: requirement for requirement in project["dependencies"]}
    for name in sys.argv[1:]:
        print(required[name])
