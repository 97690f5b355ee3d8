from .connection import connect as connect
from .document import Document as Document, DynamicDocument as DynamicDocument
from .queryset.queryset import QuerySet as QuerySet
