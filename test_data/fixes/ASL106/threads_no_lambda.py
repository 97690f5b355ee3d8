# unsafe
# left: ASL106:19, ASL106:23, ASL106:25, ASL106:26, ASL106:27, ASL106:28, ASL106:29, ASL106:33, ASL106:43, ASL106:50
"""A name that is bound anew before the thread looks at it, another process, a function that is worked out."""
import functools
import multiprocessing
import threading


async def refresh(name: str = "all") -> None:
    print(name)


class Job:
    async def run(self) -> None: ...


def start(jobs: list[Job], is_all: bool) -> None:
    for job in jobs:
        threading.Thread(target=job.run).start()
    threads = []
    while jobs:
        last = Job()
        threads.append(threading.Thread(target=last.run))
        jobs.pop()
    multiprocessing.Process(target=refresh).start()
    threading.Thread(target=functools.partial(refresh, "a")).start()
    threading.Thread(target=refresh if is_all else refresh).start()
    threading.Timer(5, refresh).start()
    threading.Thread(None, refresh).start()
    function = refresh
    function("b").close()
    function = refresh
    threading.Thread(target=function).start()


def start_each(names: list[str]) -> list[threading.Thread]:
    threads = []
    for name in names:

        async def work() -> None:
            await refresh(name)

        threads.append(threading.Thread(target=work))
    return threads


class Background:
    async def run() -> None: ...

    thread = threading.Thread(target=run)
