# unsafe
# left: ASL207:12, ASL207:13, ASL207:17
"""Windows and terminals are for one thread only."""

import curses
import tkinter
from tkinter import messagebox


async def show(root: tkinter.Tk, window: "curses.window") -> None:
    """None of these is for another thread."""
    window.getch()
    root.mainloop()


async def ask() -> bool:
    return messagebox.askyesno("Really?")
