from .synchronous.collection import Collection as Collection
