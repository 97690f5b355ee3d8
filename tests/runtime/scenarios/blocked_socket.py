"""A socket that is read without the loop."""

import asyncio
import socket
import threading
import time


def answer(server: socket.socket) -> None:
    connection, _ = server.accept()
    time.sleep(0.3)
    connection.sendall(b"late")
    connection.close()


async def main() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=answer, args=(server,)).start()
    client = socket.create_connection(server.getsockname())
    await asyncio.sleep(0.02)
    client.recv(4)  # expect: blocked
    client.close()
    server.close()


asyncio.run(main())
