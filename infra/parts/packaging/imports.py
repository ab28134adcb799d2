"""Imports of a function, read from its source: nothing is run."""

import ast
import symtable
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import decode_source, resolve_name
from pathlib import Path
from types import ModuleType

# https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
_HANDLER_LENGTH = 128

# What Python imports without a source, by the ends of the files' names.
_COMPILED = {".so", ".pyd", ".pyc"}

_NAMES_OF_EVERY_MODULE = {"*", "__file__", "__path__", *vars(ModuleType(""))}

_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError"}


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


def find_imports(handler: str, root: Path, provided: Collection[str] = ()) -> Imports:
    """Follows a handler's imports through the project's own modules, absolute and relative ones.

    An import that may fail, because the code catches its ImportError, is left out if nothing provides it.

    Args:
        handler: The function to begin with, such as `functions.blog_api.posts.handler.handle`.
        root: The folder on Python's path that has the project's modules.
        provided: The top-level packages that the lock file provides.

    Raises:
        ValueError: The handler is not the name of a module and a function.
        ModuleNotFoundError: The project lacks the module, or one that it imports.
        ImportError: The module lacks the function, imports a compiled module of the project, or which module
            is imported cannot be told without running the source.
        SyntaxError: A source is not valid Python.
    """
    module, function = _split(handler)
    project = _Project(root, provided)
    project.check_module(module, "handler")
    if not project.has(module, function):
        raise ImportError(f"handler: {module} in {root} has no function {function!r}", name=module)

    found = Imports()
    waiting = [module]
    seen = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if parent := name.rpartition(".")[0]:
            waiting.append(parent)
        source = project.find_source(name)
        if source is None:  # a folder without an `__init__.py`
            continue
        file = source.relative_to(root)
        found.sources.add(file)
        for statement in _read_statements(source.read_bytes(), file, name):
            if project.can_do_without(statement) and not project.has_all([statement]):
                continue
            if project.is_own(statement.package):
                waiting += project.imported_modules(statement)
            elif statement.package not in sys.stdlib_module_names:
                found.packages.setdefault(statement.package, statement.place)
    return found


def _split(handler: str) -> tuple[str, str]:
    module, _, function = handler.rpartition(".")
    names = [*module.split("."), function]
    if not all(map(str.isidentifier, names)) or len(handler) > _HANDLER_LENGTH:
        raise ValueError(
            f"handler: {handler!r} must be a module and a function, such as `app.handler.handle`, and have at"
            f" most {_HANDLER_LENGTH} characters"
        )
    return module, function


@dataclass(frozen=True)
class _Statement:
    """An import as the source has it.

    Attributes:
        module: The module, in full.
        names: The names that are taken of it.
        place: The file and the line.
        is_optional: Whether the code catches its ImportError.
        instead_of: For a fallback, the imports of each `try` around it: it is needed if all of those fail.
    """

    module: str
    names: tuple[str, ...]
    place: str
    is_optional: bool
    instead_of: tuple[tuple["_Statement", ...], ...]

    @property
    def package(self) -> str:
        return self.module.partition(".")[0]


class _Project:
    """The project's own modules, and the packages that it may import."""

    def __init__(self, root: Path, provided: Collection[str]) -> None:
        self.root = root
        self.is_own = cache(self._is_own)
        self._packages = {*sys.stdlib_module_names, *provided}

    def find_source(self, module: str) -> Path | None:
        path = self._path(module)
        candidates = (path / "__init__.py", path.with_suffix(".py"))
        return next((candidate for candidate in candidates if candidate.is_file()), None)

    def _is_own(self, package: str) -> bool:
        """Says whether Python would take a top-level package from the project."""
        if self.find_source(package) or self._find_compiled(package):
            return True
        # A mere folder comes after everything else that has the name.
        return package not in sys.stdlib_module_names and any(self._path(package).rglob("*.py"))

    def check_module(self, module: str, place: str) -> None:
        """Refuses a module that is not there, or only compiled."""
        if self.find_source(module):
            return
        if compiled := self._find_compiled(module):
            raise ImportError(
                f"{place}: {module} is {compiled.relative_to(self.root)}, which is compiled for this machine:"
                " build a wheel of it and add that to the lock file",
                name=module,
            )
        if not self._path(module).is_dir():
            raise ModuleNotFoundError(f"{place}: there is no module {module} in {self.root}", name=module)

    def has(self, module: str, name: str) -> bool:
        """Says whether a module has a name, other than by having a module of that name."""
        source = self.find_source(module)
        # With `*` or `__getattr__` it may have any name.
        return source is not None and not {name, "*", "__getattr__"}.isdisjoint(
            _read_names(source.read_bytes(), source)
        )

    def imported_modules(self, statement: _Statement) -> list[str]:
        """Lists the modules that an import of the project's own code loads, without their parents."""
        self.check_module(statement.module, statement.place)
        modules = [statement.module]
        source = self.find_source(statement.module)
        everything = _read_all(source.read_bytes(), source) if source and "*" in statement.names else ()
        for name in (*statement.names, *everything):
            if name in _NAMES_OF_EVERY_MODULE:
                continue
            member = f"{statement.module}.{name}"
            # A module beside an `__init__.py` is loaded even if that has the name, too.
            if not self.has(statement.module, name) or self.find_source(member):
                self.check_module(member, statement.place)
                modules.append(member)
        return modules

    def can_do_without(self, statement: _Statement) -> bool:
        return statement.is_optional or any(map(self.has_all, statement.instead_of))

    def has_all(self, statements: Sequence[_Statement]) -> bool:
        """Says whether the archive will have all that some statements import."""
        for statement in statements:
            if self.is_own(statement.package):
                try:
                    self.imported_modules(statement)
                except ImportError:
                    return False
            elif statement.package not in self._packages:
                return False
        return True

    def _path(self, module: str) -> Path:
        return self.root.joinpath(*module.split("."))

    def _find_compiled(self, module: str) -> Path | None:
        path = self._path(module)
        candidates = [*path.parent.glob(f"{path.name}.*"), *path.glob("__init__.*")]
        return next((one for one in sorted(candidates) if one.suffix in _COMPILED), None)


@cache
def _read_names(source: bytes, file: Path) -> frozenset[str]:
    """Reads which names a module has at its top level, `*` included if it imports all of another's."""
    text = decode_source(source)
    symbols = symtable.symtable(text, str(file), "exec").get_symbols()
    names = {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.ImportFrom(names=[ast.alias(name="*")]):
                names.add("*")
            case ast.Global():
                names.update(node.names)
    return frozenset(names)


def _read_all(source: bytes, file: Path) -> list[str]:
    """Reads which names `import *` takes of a module, as far as literal lists in `__all__` say it."""
    names: list[str] = []
    for node in ast.parse(source, str(file)).body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List() | ast.Tuple() as value)
                | ast.AnnAssign(target=ast.Name(id="__all__"), value=ast.List() | ast.Tuple() as value)
                | ast.AugAssign(target=ast.Name(id="__all__"), value=ast.List() | ast.Tuple() as value)
            ):
                constants = (one.value for one in value.elts if isinstance(one, ast.Constant))
                names += [name for name in constants if isinstance(name, str)]
    return names


@cache  # most functions of a program import the same modules, and parsing takes long
def _read_statements(source: bytes, file: Path, module: str) -> tuple[_Statement, ...]:
    tree = ast.parse(source, str(file))
    compile(tree, str(file), "exec", dont_inherit=True)  # which finds errors that parsing does not
    visitor = _ImportVisitor(file, module)
    visitor.visit(tree)
    return tuple(visitor.statements)


class _ImportVisitor(ast.NodeVisitor):
    """Collects imports, but for what only a type checker sees."""

    def __init__(self, file: Path, module: str) -> None:
        self.statements: list[_Statement] = []
        self._package = module if file.name == "__init__.py" else module.rpartition(".")[0]
        self._file = file.as_posix()
        self._is_optional = False
        self._instead_of: tuple[tuple[_Statement, ...], ...] = ()

    def visit_If(self, node: ast.If) -> None:
        match node.test:
            case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
                self._visit_all(node.orelse)
            case _:
                self.generic_visit(node)

    def visit_Try(self, node: ast.Try) -> None:
        catching = [handler for handler in node.handlers if _goes_on_without(handler)]
        before = len(self.statements)
        self._visit_all(node.body, is_optional=bool(catching))
        tried = tuple(self.statements[before:])
        for handler in node.handlers:
            self._visit_all([handler], instead_of=[tried] if tried and handler in catching else [])
        self._visit_all([*node.orelse, *node.finalbody])

    def visit_With(self, node: ast.With) -> None:
        suppresses = any("suppress" in ast.unparse(item) and _names_import_error(item) for item in node.items)
        self._visit_all([*node.items, *node.body], is_optional=suppresses)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._add(alias.name, (), node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        try:
            module = resolve_name("." * node.level + (node.module or ""), self._package)
        except ImportError as error:
            raise ImportError(f"{self._place(node)}: {error}") from error
        self._add(module, tuple(alias.name for alias in node.names), node)

    def visit_Call(self, node: ast.Call) -> None:
        match node:
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module")
            ):
                match node.args:
                    case [ast.Constant(value=str(module))] if not module.startswith("."):
                        self._add(module, (), node)
                    case _:
                        raise ImportError(
                            f"{self._place(node)}: the source does not say what `{ast.unparse(node)}`"
                            " imports: import it by its name, or make the archive in another way"
                        )
        self.generic_visit(node)

    def _add(self, module: str, names: tuple[str, ...], node: ast.stmt | ast.expr) -> None:
        place = self._place(node)
        self.statements.append(_Statement(module, names, place, self._is_optional, self._instead_of))

    def _visit_all(
        self,
        nodes: Sequence[ast.AST],
        *,
        is_optional: bool = False,
        instead_of: Sequence[tuple[_Statement, ...]] = (),
    ) -> None:
        outer = self._is_optional, self._instead_of
        self._is_optional |= is_optional
        self._instead_of = (*self._instead_of, *instead_of)
        for node in nodes:
            self.visit(node)
        self._is_optional, self._instead_of = outer

    def _place(self, node: ast.stmt | ast.expr) -> str:
        return f"{self._file}:{node.lineno}"


def _goes_on_without(handler: ast.ExceptHandler) -> bool:
    """Says whether an `except` catches an ImportError, and does not raise it or another again."""
    is_caught = handler.type is not None and _names_import_error(handler.type)
    return is_caught and not isinstance(handler.body[-1], ast.Raise)


def _names_import_error(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Name) and one.id in _IMPORT_ERRORS for one in ast.walk(node))
