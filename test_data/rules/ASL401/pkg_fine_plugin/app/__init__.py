from .sync import run as run
