"""What a rule author sees: a rule listens to node types, looks at one node in its unit, and yields drafts of findings.

A rule is one readable unit: its class docstring is the page that ``asynclint rule CODE`` prints, its code is its row in
the table :mod:`asynclint.codes`, ``visit`` is the detection, and the draft holds the very node that a fix will work on.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import libcst as cst

from asynclint.codes import BY_CODE
from asynclint.findings import Confidence, Fix, Hop, Severity

if TYPE_CHECKING:
    from asynclint.rules.unit import Unit


@dataclass(frozen=True, slots=True)
class Draft:
    """A mistake at ``node``, before the engine knows whether the user wants to hear of it.

    ``chain`` and ``cause`` are as in :class:`asynclint.findings.Finding`; an empty cause means the mistake is its own cause.
    ``severity`` overrides the rule's own where this shape of the mistake is milder. ``fix`` makes the fix when it is asked for,
    or raises :class:`asynclint.codemods.patch.CannotFix`.
    """

    node: cst.CSTNode
    message: str
    confidence: Confidence = Confidence.CERTAIN
    chain: tuple[Hop, ...] = ()
    cause: str = ""
    severity: Severity | None = None
    fix: Callable[[], Fix] | None = None


class Rule:
    """The base of all rules. ``listens`` names the libcst node types that ``visit`` is called with, in source order.

    ``name``, ``severity`` and ``default`` are those of the code in :mod:`asynclint.codes`.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    default: ClassVar[bool]
    mild_in_tests: ClassVar[bool] = False  # a finding in a test file is no more than a hint
    meant_in_tests: ClassVar[bool] = False  # a test may make the mistake on purpose: there no fix is safe
    mends: ClassVar[str] = ""  # what the fix does, and whether it is safe; empty where there is none
    listens: ClassVar[tuple[type[cst.CSTNode], ...]]

    def __init_subclass__(cls) -> None:
        if "code" in cls.__dict__:
            row = BY_CODE[cls.code]
            cls.name, cls.severity, cls.default = row.name, row.severity, row.default

    def concerns(self, unit: Unit) -> bool:
        """Whether the rule may have anything to say in the unit; where it does not, no node is visited."""
        return True

    def places(self, unit: Unit) -> Container[int] | None:
        """The identities of the nodes that are worth a visit, where the rule knows them beforehand; None for all it listens to."""
        return None

    def visit(self, node: cst.CSTNode, unit: Unit) -> Iterator[Draft]:
        """Yield a draft for each mistake that stands at ``node``."""
        raise NotImplementedError
