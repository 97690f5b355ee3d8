"""Two blanks, and a tab, as the file has it."""

import asyncio


async def work(item):
  await asyncio.sleep(1)


async def load(item):
  if item:
    try:
      await work(item)
    except asyncio.CancelledError:
      raise
    except BaseException:
      print("no")
  print(item)
