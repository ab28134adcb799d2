"""The emulated AWS: MiniStack in one process, with what the blog needs and MiniStack lacks.

Each extension is one file. It wraps or replaces functions inside MiniStack, so MiniStack is pinned exactly
and `tests/emulated_aws/` holds every extension: run those tests before changing the pin.
"""
