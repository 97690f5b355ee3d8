from stripe._createable_api_resource import CreateableAPIResource
from stripe._listable_api_resource import ListableAPIResource
from stripe._updateable_api_resource import UpdateableAPIResource

class Session(CreateableAPIResource, ListableAPIResource, UpdateableAPIResource): ...
