from ._context_manager import PlaywrightContextManager as PlaywrightContextManager
from ._generated import (
    Browser as Browser,
    BrowserContext as BrowserContext,
    BrowserType as BrowserType,
    Locator as Locator,
    Page as Page,
    Playwright as Playwright,
)

def async_playwright() -> PlaywrightContextManager: ...
