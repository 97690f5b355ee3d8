from . import os as os, tempfile as tempfile
from .threadpool import open as open
