from .pages import Page as Page, load_page
from .store import *
