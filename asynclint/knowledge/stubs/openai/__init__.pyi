from ._client import AsyncOpenAI as AsyncOpenAI, OpenAI as OpenAI
from .lib.azure import AsyncAzureOpenAI as AsyncAzureOpenAI, AzureOpenAI as AzureOpenAI
