"""Files as they are on disk, for those who may read them: ``cli`` and the server.

Which files there are (``files``, ``ignored``), what is in one (``texts``), and what lies around one (``project``).
"""

from __future__ import annotations

from leaselens.disk.project import Folder, absolute, around

__all__ = ["Folder", "absolute", "around"]
