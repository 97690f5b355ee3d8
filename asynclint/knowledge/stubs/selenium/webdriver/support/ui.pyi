from .wait import WebDriverWait as WebDriverWait
