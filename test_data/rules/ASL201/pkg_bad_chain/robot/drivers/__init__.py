from .serial import Serial, write_line

__all__ = ["Serial", "write_line"]
