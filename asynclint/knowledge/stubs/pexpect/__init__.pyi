from .pty_spawn import spawn as spawn
from .run import run as run
