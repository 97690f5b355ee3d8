# https://github.com/home-assistant/core/pull/12632
# blocking: making the object that stands for a device asks that device over HTTP, in a library far from the coroutine.
