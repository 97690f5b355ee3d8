"""asyncio's own subprocesses, processes in threads, and calls that do not wait."""

import asyncio
import asyncio.subprocess
import os
import shlex
import signal
import subprocess
from asyncio import subprocess as aio_subprocess
from asyncio.subprocess import PIPE, Process


async def build(target: str) -> bytes:
    process = await asyncio.create_subprocess_exec("make", target, stdout=PIPE, stderr=subprocess.STDOUT)
    output, _ = await process.communicate()
    if await process.wait():
        raise subprocess.CalledProcessError(process.returncode or 1, "make")
    return output


async def shell(command: str) -> int:
    process = await aio_subprocess.create_subprocess_shell(command)
    try:
        return await asyncio.wait_for(process.wait(), 10)
    except TimeoutError:
        process.kill()
        process.terminate()
        process.send_signal(signal.SIGINT)
        return await process.wait()


async def given(process: Process) -> int:
    await process.communicate()
    return await process.wait()


async def in_a_thread(command: list[str], process: "subprocess.Popen[bytes]") -> int:
    await asyncio.to_thread(subprocess.run, command, check=True)
    await asyncio.to_thread(process.communicate)
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, lambda: subprocess.check_output(command))
    return await asyncio.to_thread(process.wait)


async def does_not_wait(process: "subprocess.Popen[bytes]", pid: int) -> int | None:
    process.terminate()
    process.send_signal(signal.SIGTERM)
    os.kill(pid, signal.SIGTERM)
    print(shlex.join(["make"]), subprocess.list2cmdline(["make"]), process.pid, process.args)
    os.waitpid(pid, os.WNOHANG)
    return process.poll()


async def polling(process: "subprocess.Popen[bytes]") -> int:
    while process.poll() is None:
        await asyncio.sleep(0.1)
    return process.returncode


def script(target: str) -> None:
    subprocess.run(["make", target], check=True)
    os.system("make docs")


class Runner:
    def run(self, command: str) -> str:
        return command

    async def go(self, subprocess: "Runner", os: "Runner") -> None:
        self.run("make")
        subprocess.run("make")
        os.run("make")


async def shadowed() -> None:
    run = Runner().run
    run("make")


if __name__ == "__main__":
    script("all")
    asyncio.run(build("all"))
