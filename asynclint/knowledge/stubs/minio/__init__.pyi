from .api import Minio as Minio
