"""Comments that silence findings: where they go, and that they do what they should."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asynclint import cli, suppressions
from asynclint.codemods.apply import edited
from asynclint.ignores import comment_edit, is_reason
