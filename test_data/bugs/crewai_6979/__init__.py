# https://github.com/crewAIInc/crewAI/pull/6979
# loop already running: a tool that gives a coroutine is run with asyncio.run, whoever calls it; agents call it on a loop.
