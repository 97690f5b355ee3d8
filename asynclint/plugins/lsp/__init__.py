"""The language server: ``server`` talks to the editor, ``analyst`` lints in a process of its own, ``translate`` puts findings into
the words of the protocol (https://microsoft.github.io/language-server-protocol)."""
