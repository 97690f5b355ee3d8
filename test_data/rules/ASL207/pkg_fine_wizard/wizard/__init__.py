from ._prompts import ask, input

__all__ = ["ask", "input"]
