from .reddit import Reddit as Reddit
