from .client import TelegramClient as TelegramClient
