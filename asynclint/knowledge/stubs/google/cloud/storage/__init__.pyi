from .blob import Blob as Blob
from .bucket import Bucket as Bucket
from .client import Client as Client
