from .queue import JobQueue, enqueue

__all__ = ["JobQueue", "enqueue"]
