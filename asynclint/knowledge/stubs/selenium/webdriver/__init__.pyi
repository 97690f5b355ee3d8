from .chrome.webdriver import WebDriver as Chrome
from .edge.webdriver import WebDriver as Edge
from .firefox.webdriver import WebDriver as Firefox
from .remote.webdriver import WebDriver as Remote
