from ._blob_client_async import BlobClient as BlobClient
from ._blob_service_client_async import BlobServiceClient as BlobServiceClient
from ._container_client_async import ContainerClient as ContainerClient
