"""The process of the emulated AWS: MiniStack, with what MiniStack lacks.

Each patch of MiniStack is one file, which says when it can go. It wraps or replaces functions inside
MiniStack, so MiniStack is pinned exactly and `tests/emulated_aws/` holds every patch: run those tests before
changing the pin.
"""
