# unsafe
"""`super()` is evaluated where it stands, and means the same as before."""

import asyncio
import subprocess


class Runner:
    def run(self, *command: str) -> int:
        return subprocess.call(command)


class Loud(Runner):
    async def start(self, *command: str) -> int:
        print(command)
        return await asyncio.to_thread(super().run, *command)
