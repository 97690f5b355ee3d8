from ._snapshot_download import snapshot_download as snapshot_download
from .file_download import hf_hub_download as hf_hub_download
from .inference._client import InferenceClient as InferenceClient
from .inference._generated._async_client import AsyncInferenceClient as AsyncInferenceClient
