"""The language server (https://microsoft.github.io/language-server-protocol).

``server`` talks to the editor, ``desk`` lints in a process of its own, which ``analyst`` starts and asks; ``translate`` puts
findings into the words of the protocol, and ``actions`` makes quick fixes of them.
"""
