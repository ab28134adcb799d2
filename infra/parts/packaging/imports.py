"""Imports of a function, read from its source: nothing is run."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.util import resolve_name
from pathlib import Path


@dataclass
class Imports:
    """What is reached from one handler.

    Attributes:
        sources: The project's own files, relative to the root of the archive.
        packages: The top-level packages imported from elsewhere, the standard library left out, each with
            a place that imports it, such as `app/handler.py:3`.
    """

    sources: set[Path] = field(default_factory=set)
    packages: dict[str, str] = field(default_factory=dict)


def find_imports(module: str, root: Path) -> Imports:
    """Follows the imports of a module through the project's own modules, absolute and relative ones.

    Args:
        module: The dotted name of the module to begin with, such as `functions.blog_api.posts.handler`.
        root: The folder on Python's path that has the project's modules.

    Raises:
        ModuleNotFoundError: The project lacks the module, or one that it imports.
        ImportError: Which module is imported cannot be told without running the source.
    """
    found = Imports()
    is_own = cache(partial(_is_own, root=root))
    waiting = [(module, "the handler")]
    seen = set()
    while waiting:
        name, place = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if not _exists(name, root):
            raise ModuleNotFoundError(f"{place}: there is no module {name} in {root}", name=name)
        if parent := name.rpartition(".")[0]:
            waiting.append((parent, place))
        source = _find_source(name, root)
        if source is None:  # a folder without an `__init__.py`
            continue
        file = source.relative_to(root)
        found.sources.add(file)
        for statement in _read_statements(source.read_bytes(), file, name):
            package = statement.module.partition(".")[0]
            if is_own(package):
                waiting += [(imported, statement.place) for imported in _imported_modules(statement, root)]
            elif package not in sys.stdlib_module_names:
                found.packages.setdefault(package, statement.place)
    return found


def _find_source(module: str, root: Path) -> Path | None:
    path = root.joinpath(*module.split("."))
    candidates = (path / "__init__.py", path.with_suffix(".py"))
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _exists(module: str, root: Path) -> bool:
    return bool(_find_source(module, root)) or root.joinpath(*module.split(".")).is_dir()


def _is_own(package: str, root: Path) -> bool:
    """Says whether Python would take a top-level package from the project."""
    if _find_source(package, root):
        return True
    # A mere folder comes after everything else that has the name.
    return package not in sys.stdlib_module_names and any((root / package).rglob("*.py"))


@dataclass(frozen=True)
class _Statement:
    """An import as the source has it: the module, in full, and the names that are taken of it."""

    module: str
    names: tuple[str, ...]
    place: str


def _imported_modules(statement: _Statement, root: Path) -> Iterator[str]:
    yield statement.module
    source = _find_source(statement.module, root)
    if source and source.name != "__init__.py":
        return
    # A name in a package may be a module; one in a mere folder is nothing else.
    is_folder = not source and _exists(statement.module, root)
    for member in (f"{statement.module}.{name}" for name in statement.names):
        if is_folder or _exists(member, root):
            yield member


@cache  # most functions of a program import the same modules, and parsing takes long
def _read_statements(source: bytes, file: Path, module: str) -> tuple[_Statement, ...]:
    visitor = _ImportVisitor(file, module)
    visitor.visit(ast.parse(source, str(file)))
    return tuple(visitor.statements)


class _ImportVisitor(ast.NodeVisitor):
    """Collects imports, but for what only a type checker sees."""

    def __init__(self, file: Path, module: str) -> None:
        self.statements: list[_Statement] = []
        self._package = module if file.name == "__init__.py" else module.rpartition(".")[0]
        self._file = file.as_posix()

    def visit_If(self, node: ast.If) -> None:
        match node.test:
            case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
                for statement in node.orelse:
                    self.visit(statement)
            case _:
                self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        self.statements += [_Statement(alias.name, (), self._place(node)) for alias in node.names]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        place = self._place(node)
        try:
            module = resolve_name("." * node.level + (node.module or ""), self._package)
        except ImportError as error:
            raise ImportError(f"{place}: {error}") from error
        self.statements.append(_Statement(module, tuple(alias.name for alias in node.names), place))

    def visit_Call(self, node: ast.Call) -> None:
        match node:
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module")
            ):
                match node.args:
                    case [ast.Constant(value=str(module))] if not module.startswith("."):
                        self.statements.append(_Statement(module, (), self._place(node)))
                    case _:
                        raise ImportError(
                            f"{self._place(node)}: the source does not say what `{ast.unparse(node)}`"
                            " imports: import it by its name, or make the archive in another way"
                        )
        self.generic_visit(node)

    def _place(self, node: ast.stmt | ast.expr) -> str:
        return f"{self._file}:{node.lineno}"
