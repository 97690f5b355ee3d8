from .async_ import Webhook as Webhook
