from asyncio import to_thread as in_thread
