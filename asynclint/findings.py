"""What every stage hands on: findings, where they stand, what proves them, and how sure we are.

Nothing here knows a rule, a tree or a report. Lines and columns are 1-based; columns count characters, as editors do,
and an end column is the first one *after* the span.
"""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass
from typing import Literal


class _Ordered(enum.Enum):
    """Members compare by the order in which they are written; ``rank`` is their place in it."""

    rank: int

    def __init__(self, _: str) -> None:
        self.rank = len(type(self).__members__)

    def __lt__(self, other: _Ordered) -> bool:
        return self.rank < other.rank

    def __le__(self, other: _Ordered) -> bool:
        return self.rank <= other.rank

    def __gt__(self, other: _Ordered) -> bool:
        return self.rank > other.rank

    def __ge__(self, other: _Ordered) -> bool:
        return self.rank >= other.rank


class Severity(_Ordered):
    """How bad it is when the finding is right. ``ERROR > WARNING > INFO``."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Confidence(_Ordered):
    """How sure we are that the finding is right. ``CERTAIN > LIKELY > POSSIBLE``.

    *certain*: every name on the way was resolved through definitions; *likely*: light types were needed, or the way goes
    through conditional branches; *possible*: something speaks for it and something is unknown. Possible findings are shown
    only on request.
    """

    POSSIBLE = "possible"
    LIKELY = "likely"
    CERTAIN = "certain"


class Applicability(enum.Enum):
    """Whether a fix keeps the program's meaning (safe) or asks for a look (unsafe)."""

    SAFE = "safe"
    UNSAFE = "unsafe"


TaskFix = Literal["set", "taskgroup", "await"]
"""How a task that nobody keeps is to be mended: kept in a set of the module, made in the task group around it, or awaited."""


@dataclass(frozen=True, slots=True)
class Location:
    """A span of source: ``path`` as the user would type it (relative to the working directory where that is possible).

    In a notebook lines are those of the ``cell`` (1-based, all cells counted), on which the span begins and ends.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, int, int, int]:
        """The order of places in a report."""
        return self.path, self.cell or 0, self.line, self.column, self.end_line, self.end_column


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a chain: the call at ``path:line:column``, inside ``function`` (a qualified name), as source ``text``.

    In a notebook the line is one of the ``cell``.
    """

    path: str
    line: int
    column: int
    function: str
    text: str
    cell: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """``text`` in place of what stands from ``start`` to ``end``: 0-based offsets into the text of the file, in characters."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, order=True)
class ImportName:
    """An import that a fix relies on: of a module (``name`` is None), or of a name from it."""

    module: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """What a codemod would do about the finding.

    ``edits`` do not overlap and are in order. ``imports`` and ``definitions`` (statements at module level) are added where the
    file has none of them; imports of ``freed`` names are removed when the edits have left them unused. ``source`` is the
    digest of the text that the offsets are for.
    """

    applicability: Applicability
    title: str
    edits: tuple[Edit, ...] = ()
    imports: tuple[ImportName, ...] = ()
    definitions: tuple[str, ...] = ()
    freed: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Suppression:
    """The comment that silences a finding: its line (in a notebook, of the finding's cell) and the reason its author gave.

    ``noqa`` tells that it is one of flake8's.
    """

    line: int
    reason: str
    noqa: bool = False


class Verdict(enum.Enum):
    """What a run of the program has shown of a finding."""

    CONFIRMED = "confirmed"
    RAN_UNSEEN = "ran, not seen"
    NEVER_RAN = "never ran"
    UNSEEN = "not seen"  # where it is not known which lines ran
    NEVER_IMPORTED = "file never imported"
    OUTDATED = "file changed since the run"


@dataclass(frozen=True, slots=True)
class Runtime:
    """A verdict; for a confirmed finding how often, for how long at worst and in all (seconds), and the stack of the worst."""

    verdict: Verdict
    count: int = 0
    worst: float = 0.0
    total: float = 0.0
    stack: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake at one place.

    ``chain`` is empty where the mistake is at the location itself; otherwise its first hop is the location and its last
    the call that blocks (or runs a loop, …). ``cause`` is shared by findings that one change would mend together.
    ``fingerprint`` names the finding within its file, across edits: it survives moved lines and formatters, and a file that is
    moved has the fingerprints that it had. ``unfixed`` is why there is no ``fix``, in a few words, where that is known.
    ``known`` tells from what the finding is known, if it is not told for that reason.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    location: Location
    message: str
    function: str
    fingerprint: str
    chain: tuple[Hop, ...] = ()
    cause: str = ""
    fix: Fix | None = None
    suppressed: Suppression | None = None
    runtime: Runtime | None = None
    unfixed: str = ""
    known: str = ""

    @property
    def sort_key(self) -> tuple[tuple[str, int, int, int, int, int], str]:
        """The order of every report: by place, then by code."""
        return self.location.sort_key, self.code


@dataclass(frozen=True, slots=True)
class FileError:
    """A file (or folder) that could not be linted, and why, in one line; ``line`` is None where no line is to blame.

    With a ``cell``, it is one of that cell of a notebook.
    """

    path: str
    message: str
    line: int | None = None
    cell: int | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """The order of every report."""
        return self.path, self.cell or 0, self.line or 0, self.message


@dataclass(frozen=True, slots=True)
class Calls:
    """How many calls stand in async code, of how many of them it is known what they call, and how often which was not.

    Names are as written; the most frequent come first.
    """

    total: int = 0
    resolved: int = 0
    unresolved: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a run: findings in report order, errors by path, and how much was read.

    Apart are findings that comments suppress, and those that are ``known`` from a baseline or a revision.
    """

    findings: tuple[Finding, ...]
    errors: tuple[FileError, ...]
    suppressed: tuple[Finding, ...] = ()
    files: int = 0
    lines: int = 0
    calls: Calls = Calls()
    known: tuple[Finding, ...] = ()

    @property
    def causes(self) -> int:
        """How many changes would mend all findings: the number of distinct causes."""
        return len({finding.cause for finding in self.findings})


def digest(*parts: str) -> str:
    """A short stable identifier of ``parts``, for fingerprints and cause ids (12 hexadecimal digits)."""
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
