# https://github.com/run-llama/llama_index/issues/16126
# loop already running: building an index from documents runs extractors with asyncio.run, from a constructor, by a flag.
