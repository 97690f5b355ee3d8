from .sync import run
