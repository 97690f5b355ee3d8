"""The rules by code: what settings, reports and the command line need to know of them without importing one.

The class of a rule repeats nothing of its row but the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from asynclint.findings import Severity


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule; ``default`` is whether it runs when nothing is selected."""

    code: str
    name: str
    default: bool
    severity: Severity


ROWS: Final = (
    RuleRow("ASL001", "unused-suppression", True, Severity.WARNING),
    RuleRow("ASL101", "unawaited-coroutine", True, Severity.ERROR),
    RuleRow("ASL102", "coroutine-never-used", True, Severity.ERROR),
    RuleRow("ASL103", "coroutine-in-condition", True, Severity.ERROR),
    RuleRow("ASL104", "coroutine-as-value", True, Severity.ERROR),
    RuleRow("ASL105", "sync-protocol-on-async", True, Severity.ERROR),
    RuleRow("ASL106", "async-callable-in-sync-slot", True, Severity.ERROR),
    RuleRow("ASL201", "blocking-sleep", True, Severity.ERROR),
    RuleRow("ASL202", "blocking-network", True, Severity.ERROR),
    RuleRow("ASL203", "blocking-database", True, Severity.ERROR),
    RuleRow("ASL204", "blocking-subprocess", True, Severity.ERROR),
    RuleRow("ASL205", "blocking-file-io", True, Severity.WARNING),
    RuleRow("ASL206", "blocking-synchronization", True, Severity.ERROR),
    RuleRow("ASL207", "blocking-input", True, Severity.ERROR),
    RuleRow("ASL208", "cpu-bound-call", False, Severity.WARNING),
    RuleRow("ASL209", "cheap-file-system-call", False, Severity.WARNING),
    RuleRow("ASL210", "blocking-declared", True, Severity.ERROR),
    RuleRow("ASL211", "offload-called-not-passed", True, Severity.ERROR),
    RuleRow("ASL301", "task-not-kept", True, Severity.ERROR),
    RuleRow("ASL302", "task-in-dead-local", True, Severity.WARNING),
    RuleRow("ASL401", "asyncio-run-on-loop", True, Severity.ERROR),
    RuleRow("ASL402", "run-until-complete-on-loop", True, Severity.ERROR),
    RuleRow("ASL403", "thread-wait-on-loop", True, Severity.ERROR),
    RuleRow("ASL501", "cancelled-error-swallowed", True, Severity.WARNING),
    RuleRow("ASL502", "broad-except-swallows-cancel", True, Severity.ERROR),
    RuleRow("ASL503", "cancel-swallowed-in-loop", True, Severity.ERROR),
    RuleRow("ASL504", "exit-in-finally", True, Severity.ERROR),
    RuleRow("ASL505", "cancel-then-suppress", True, Severity.INFO),
    RuleRow("ASL506", "suppress-cancelled", True, Severity.WARNING),
)
BY_CODE: Final = {row.code: row for row in ROWS}
UNUSED: Final = "ASL001"
"""The code of the one that no rule finds: it is about what silences the others."""
