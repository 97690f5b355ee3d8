# https://github.com/fetchai/agents-aea/issues/1245
# blocking: disconnecting joined the thread that watches the input file, for as long as that takes.

import asyncio
import threading


class FileObserver(threading.Thread):
    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._stopped = threading.Event()

    def run(self) -> None:
        self._stopped.wait()

    def stop(self) -> None:
        self._stopped.set()


class StubConnection:
    def __init__(self) -> None:
        self._observer = FileObserver()

    async def connect(self) -> None:
        self._observer.start()

    async def disconnect(self) -> None:
        self._observer.stop()
        self._observer.join()  # expect: ASL206[likely]

    async def disconnect_mended(self) -> None:
        self._observer.stop()
        await asyncio.to_thread(self._observer.join)
