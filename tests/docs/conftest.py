"""The programs in docs/ are run as they are (`python docs/website.py`), and are no package."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "docs"))
