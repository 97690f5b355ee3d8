"""Stage 2: the rules. A rule family is one file; adding a rule means adding it to ``RULES``."""

from __future__ import annotations

from typing import Final

from asynclint.rules import blocking, cancellation, coroutines, loops, suppression, tasks
from asynclint.rules.rule import Rule

RULES: Final[tuple[type[Rule], ...]] = (
    suppression.UnusedSuppression,
    coroutines.UnawaitedCoroutine,
    coroutines.CoroutineNeverUsed,
    coroutines.CoroutineInCondition,
    coroutines.CoroutineAsValue,
    coroutines.SyncProtocolOnAsync,
    coroutines.AsyncCallableInSyncSlot,
    blocking.BlockingSleep,
    blocking.BlockingNetwork,
    blocking.BlockingDatabase,
    blocking.BlockingSubprocess,
    blocking.BlockingFileIo,
    blocking.BlockingSynchronization,
    blocking.BlockingInput,
    blocking.CpuBoundCall,
    blocking.CheapFileSystemCall,
    blocking.BlockingDeclared,
    blocking.OffloadCalledNotPassed,
    tasks.TaskNotKept,
    tasks.TaskInDeadLocal,
    loops.AsyncioRunOnLoop,
    loops.RunUntilCompleteOnLoop,
    loops.ThreadWaitOnLoop,
    cancellation.CancelledErrorSwallowed,
    cancellation.BroadExceptSwallowsCancel,
    cancellation.CancelSwallowedInLoop,
    cancellation.ExitInFinally,
    cancellation.CancelThenSuppress,
    cancellation.SuppressCancelled,
)
