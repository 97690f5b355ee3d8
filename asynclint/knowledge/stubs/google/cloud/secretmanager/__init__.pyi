from google.cloud.secretmanager_v1.services.secret_manager_service import (
    SecretManagerServiceAsyncClient as SecretManagerServiceAsyncClient,
    SecretManagerServiceClient as SecretManagerServiceClient,
)
