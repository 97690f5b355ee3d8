from .api.apps_v1_api import AppsV1Api as AppsV1Api
from .api.batch_v1_api import BatchV1Api as BatchV1Api
from .api.core_v1_api import CoreV1Api as CoreV1Api
from .api.custom_objects_api import CustomObjectsApi as CustomObjectsApi
from .api.networking_v1_api import NetworkingV1Api as NetworkingV1Api
