# unsafe
# settings: task-fix = "taskgroup"
"""The group around it makes the task."""

from asyncio import TaskGroup, create_task, sleep


async def audit(user: str) -> None:
    await sleep(1)


async def log_in(user: str) -> None:
    async with TaskGroup() as audits:
        audited = create_task(audit(user))
