"""asynclint tells Python people where their asyncio code is wrong."""

__version__ = "0.1.0"
