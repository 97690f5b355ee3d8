# unsafe
# settings: task-fix = "taskgroup"
"""The group around it makes the task."""

from asyncio import TaskGroup, sleep


async def audit(user: str) -> None:
    await sleep(1)


async def log_in(user: str) -> None:
    async with TaskGroup() as audits:
        audited = audits.create_task(audit(user))
