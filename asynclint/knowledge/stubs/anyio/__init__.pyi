from . import from_thread as from_thread, to_process as to_process, to_thread as to_thread
from ._core._eventloop import (
    current_time as current_time,
    get_cancelled_exc_class as get_cancelled_exc_class,
    run as run,
    sleep as sleep,
    sleep_forever as sleep_forever,
    sleep_until as sleep_until,
)
from ._core._fileio import AsyncFile as AsyncFile, Path as Path, open_file as open_file
from ._core._synchronization import (
    CapacityLimiter as CapacityLimiter,
    Condition as Condition,
    Event as Event,
    Lock as Lock,
    Semaphore as Semaphore,
)
from ._core._tasks import (
    CancelScope as CancelScope,
    create_task_group as create_task_group,
    fail_after as fail_after,
    move_on_after as move_on_after,
)
