"""Cold starts of functions in Python, without what they do not import themselves.

MiniStack imports botocore into each function's process, to count how deeply functions call each other: 0.15 s
of processor time, also for one that never uses it. Here that waits until the function imports botocore.

Delete when MiniStack waits, too.
"""

from emulated_aws.server.worker_script import replace_in_worker_script

_AT_ONCE = "\n    _ms_install_invoke_depth()\n"

_WHEN_IMPORTED = """
    class _MsBotocoreAwaiter:
        def find_spec(self, name, path=None, target=None):
            if name != "botocore.handlers":
                return None
            import importlib.util
            sys.meta_path.remove(self)
            spec = importlib.util.find_spec(name)
            execute = spec.loader.exec_module
            def execute_and_install(module):
                execute(module)
                sys.modules["botocore"].handlers = module  # as the import does, a moment later
                _ms_install_invoke_depth()
            spec.loader.exec_module = execute_and_install
            return spec

    sys.meta_path.insert(0, _MsBotocoreAwaiter())
"""


def install() -> None:
    """Changes the script that MiniStack starts a function's process with."""
    replace_in_worker_script(_AT_ONCE, _WHEN_IMPORTED)
