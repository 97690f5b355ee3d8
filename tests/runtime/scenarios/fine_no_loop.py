"""A program without a loop blocks as much as it likes."""

import asyncio
import time

time.sleep(0.3)
assert asyncio
