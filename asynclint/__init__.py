"""asynclint tells Python people where their asyncio code is wrong.

PYTEST_DONT_REWRITE: below ``asynclint run`` it is imported before pytest, which would warn of that.
"""

__version__ = "0.1.0"
