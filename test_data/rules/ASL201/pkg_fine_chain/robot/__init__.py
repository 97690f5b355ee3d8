from .clock import tick as tick
