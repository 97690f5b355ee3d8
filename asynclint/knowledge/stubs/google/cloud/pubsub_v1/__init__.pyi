from .publisher.client import Client as PublisherClient
from .subscriber.client import Client as SubscriberClient
