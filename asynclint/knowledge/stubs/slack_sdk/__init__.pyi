from .web.client import WebClient as WebClient
from .webhook.client import WebhookClient as WebhookClient
