from .client import Client as Client
from .message import Message as Message
from .webhook import Webhook as Webhook
from .channel import TextChannel as TextChannel
from .guild import Guild as Guild
from .member import Member as Member
from .interactions import Interaction as Interaction
