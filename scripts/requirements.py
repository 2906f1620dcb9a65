"""Print what ``pyproject.toml`` requires of the packages that are named: ``requirements.py lark pygls``."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
required = {re.match(r"[\w.-]+", requirement)[0]: requirement for requirement in project["dependencies"]}
for name in sys.argv[1:]:
    print(required[name])
