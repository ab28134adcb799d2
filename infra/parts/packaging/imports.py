"""Imports of a function, read from its source: nothing is run."""

import ast
import sys
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Imports:
    """What is reached from one handler.

    Attributes:
        sources: The project's own files, relative to the root of the archive.
        packages: The top-level packages imported from elsewhere, the standard library left out.
    """

    sources: set[Path] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)


def find_imports(module: str, root: Path) -> Imports:
    """Follows the imports of a module through the project's own packages.

    Args:
        module: The dotted name of the module to begin with, such as `functions.blog_api.posts.handler`.
        root: The folder that holds the top-level package of `module`.

    Raises:
        ModuleNotFoundError: The project lacks the module, or one that it imports.
    """
    own_package = module.partition(".")[0]
    found = Imports()
    waiting = [module]
    seen = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        source = _source_of(name, root)
        found.sources.add(source.relative_to(root))
        parent = name.rpartition(".")[0]
        if parent:
            waiting.append(parent)
        visitor = _ImportVisitor()
        visitor.visit(ast.parse(source.read_bytes(), str(source)))
        for imported, names in visitor.imports:
            package = imported.partition(".")[0]
            if package == own_package:
                waiting.append(imported)
                waiting += [f"{imported}.{n}" for n in names if _find_source(f"{imported}.{n}", root)]
            elif package not in sys.stdlib_module_names:
                found.packages.add(package)
    return found


def _source_of(module: str, root: Path) -> Path:
    source = _find_source(module, root)
    if source is None:
        raise ModuleNotFoundError(f"{root.name} has no module {module}", name=module)
    return source


def _find_source(module: str, root: Path) -> Path | None:
    path = root.joinpath(*module.split("."))
    candidates = (path.with_suffix(".py"), path / "__init__.py")
    return next((candidate for candidate in candidates if candidate.is_file()), None)


class _ImportVisitor(ast.NodeVisitor):
    """Collects imports, but for what only a type checker sees."""

    def __init__(self) -> None:
        self.imports: list[tuple[str, list[str]]] = []

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for statement in node.orelse:
                self.visit(statement)
        else:
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        self.imports += [(alias.name, []) for alias in node.names]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.level or node.module is None:
            raise SyntaxError(f"functions import by absolute names (line {node.lineno})")
        self.imports.append((node.module, [alias.name for alias in node.names]))
