from ._loop import loop as get_loop, start
