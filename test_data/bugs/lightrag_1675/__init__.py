# https://github.com/HKUDS/LightRAG/issues/1675
# loop already running: the plain insert takes whatever loop there is and runs it; it was called, and awaited, in a coroutine.
