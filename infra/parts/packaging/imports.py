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
        sdk_services: The AWS services that a client is made for.
    """

    sources: set[Path] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)
    sdk_services: set[str] = field(default_factory=set)


def find_imports(module: str, root: Path) -> Imports:
    """Follows the imports of a module through the project's own packages.

    Args:
        module: The dotted name of the module to begin with, such as `functions.blog_api.posts.handler`.
        root: The folder that holds the top-level package of `module`.

    Raises:
        ModuleNotFoundError: The project lacks the module, or one that it imports.
        UnreadableSdkUseError: A client of AWS is made in a way that hides of which service it is.
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
        visitor = _ImportVisitor(source.relative_to(root), name)
        visitor.visit(ast.parse(source.read_bytes(), str(source)))
        found.sdk_services |= visitor.sdk_services
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


# The one place where clients of AWS are made, and what makes them there.
_CLIENTS_MODULE = "functions.runtime.clients"
_MAKE_CLIENT = "make_client"

# What of the SDK makes no clients.
_SDK_WITHOUT_CLIENTS = {"botocore.config", "botocore.exceptions"}


class UnreadableSdkUseError(Exception):
    """A function makes a client of AWS in a way that hides of which service it is.

    An archive has the SDK's data of the services that its function calls, and of no others: with any other
    spelling than the one that can be read here, it would lack what it needs.

    Args:
        source: The file.
        line: The line, from 1.
    """

    def __init__(self, source: Path, line: int) -> None:
        super().__init__(
            f'{source}:{line}: clients of AWS are made by `{_MAKE_CLIENT}("service", …)`, imported from'
            f" {_CLIENTS_MODULE}, with the service as a literal, so that its data can be packaged"
        )


class _ImportVisitor(ast.NodeVisitor):
    """Collects imports and `make_client("…")` calls, but for what only a type checker sees."""

    def __init__(self, source: Path, module: str) -> None:
        self._source = source
        self._may_use_sdk = module == _CLIENTS_MODULE
        self.imports: list[tuple[str, list[str]]] = []
        self.sdk_services: set[str] = set()

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for statement in node.orelse:
                self.visit(statement)
        else:
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if _is_sdk(alias.name) or alias.name == _CLIENTS_MODULE:
                self._refuse(node)
            self.imports.append((alias.name, []))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.level or node.module is None:
            raise SyntaxError(f"functions import by absolute names (line {node.lineno})")
        names = [alias.name for alias in node.names]
        if _CLIENTS_MODULE in {f"{node.module}.{name}" for name in names}:
            self._refuse(node)
        if node.module == _CLIENTS_MODULE and (names != [_MAKE_CLIENT] or node.names[0].asname):
            self._refuse(node)
        if _is_sdk(node.module) and node.module not in _SDK_WITHOUT_CLIENTS:
            self._refuse(node)
        self.imports.append((node.module, names))

    def visit_Call(self, node: ast.Call) -> None:
        match node:
            case ast.Call(
                func=ast.Name(id=name),
                args=[ast.Constant(value=str(service)), *_],
            ) if name == _MAKE_CLIENT:
                self.sdk_services.add(service)
                for part in (*node.args, *node.keywords):
                    self.visit(part)
            case _:
                self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id == _MAKE_CLIENT:  # in any other place than that call
            self._refuse(node)

    def _refuse(self, node: ast.stmt | ast.expr) -> None:
        if not self._may_use_sdk:
            raise UnreadableSdkUseError(self._source, node.lineno)


def _is_sdk(module: str) -> bool:
    return module.partition(".")[0] in {"boto3", "botocore"}
