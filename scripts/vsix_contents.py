"""Say what a .vsix holds: its size and its folders, so that a growth is seen when it happens."""

import sys
from collections import Counter
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

vsix = Path(sys.argv[1])
files: Counter[str] = Counter()
size: Counter[str] = Counter()
for entry in ZipFile(vsix).infolist():
    parts = PurePosixPath(entry.filename).parts
    folder = "/".join(parts[: 4 if "libs" in parts or "compiled" in parts else 2])
    files[folder] += 1
    size[folder] += entry.compress_size
for folder in sorted(size, key=size.__getitem__, reverse=True):
    print(f"{size[folder] / 1024:9.1f} KB {files[folder]:5d} file(s)  {folder}")
print(f"{vsix.stat().st_size / 1024:9.1f} KB {sum(files.values()):5d} file(s)  {vsix}")
