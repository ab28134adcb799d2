"""Check of components' names and arguments, before the first resource is created."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from functools import cache
from inspect import isawaitable
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    NotRequired,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import pulumi
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import SchemaValidator
from pydantic_core.core_schema import is_instance_schema

# `pulumi.Input` refers to these by their names.
_NAMES_IN_INPUT = {"Output": pulumi.Output, "T": TypeVar("T")}

_LISTS = {list, Sequence}
_LATER = {Awaitable, pulumi.Output}

_LONGEST_NAME = 30  # names on AWS have room for them in a stack whose name has 10
# What each name on AWS may have that begins with it. S3 has the strictest rule:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_NAME = re.compile(r"[a-z][a-z0-9-]*")

_Args = TypeVar("_Args", bound=Mapping[str, Any])


class Key(str):
    """A key of a dict of the caller's own, as opposed to the name of an argument."""

    __slots__ = ()


@dataclass(frozen=True)
class Problem:
    """An argument that a component does not accept.

    Attributes:
        path: The names, keys and indexes that lead to it.
        reason: The rule that it breaks.
        given: The value as Python writes it, or empty if the reason says enough.
    """

    path: tuple[str, ...]
    reason: str
    given: str = ""

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}: {self.reason}" + (f", not {self.given}" if self.given else "")


class ArgumentError(pulumi.RunError):
    """A component does not accept its arguments. The message names each one that is wrong, with the rule.

    Attributes:
        component: The name of the component's class.
        problems: What is wrong.
    """

    def __init__(self, component: str, problems: Sequence[Problem]) -> None:
        """Makes the message.

        Args:
            component: The name of the component's class.
            problems: At least one.
        """
        super().__init__("\n".join(f"{component}: {problem}" for problem in problems))
        self.component = component
        self.problems = problems


def check_arguments(
    component: pulumi.Resource, args: _Args, definition: type[_Args], longest_name: int = _LONGEST_NAME
) -> _Args:
    """Checks the name of a component, and its arguments against the types and rules of their definition.

    An argument that is `None` counts as not given. An output is checked as soon as its value is known: then
    `None` is an error, for it is too late to leave the argument out.

    Args:
        component: The component that gets the arguments.
        args: The arguments.
        definition: The `TypedDict` that defines them. Where its types have `pulumi.Input`, an output is
            accepted; where they are `Annotated` with Pydantic's constraints, these hold.
        longest_name: The most characters in the component's name. Default: 30.

    Returns:
        The arguments without those that are `None`.

    Raises:
        ArgumentError: The name or an argument breaks its rule, or an argument is unknown or missing.
    """
    check = _Check(type(component).__name__)
    check.name(component.pulumi_resource_name, longest_name)
    checked = check.members(args, definition, ())
    check.finish()
    return cast("_Args", checked)


def nearest(unknown: str, known: Iterable[str]) -> str:
    """Reports an unknown name, and the known one that it resembles.

    Args:
        unknown: The name.
        known: All names that would be accepted.
    """
    guesses = get_close_matches(unknown, list(known), n=1)
    return f"there is no {unknown!r}" + "".join(f": did you mean {guess!r}?" for guess in guesses)


class _Check:
    """Reads values by their types, and collects what is wrong with them."""

    def __init__(self, component: str) -> None:
        self._component = component
        self._problems: list[Problem] = []

    def finish(self) -> None:
        """Raises what was collected."""
        if self._problems:
            raise ArgumentError(self._component, self._problems)

    def name(self, name: str, longest: int) -> None:
        """Reads the component's name, which the names of its resources begin with."""
        if not _NAME.fullmatch(name):
            rule = "must have only lower-case letters, digits and hyphens, and begin with a letter"
            self._refuse(("name",), rule, repr(name))
        if len(name) > longest:
            self._refuse(("name",), f"must have at most {longest} characters, not {len(name)}: {name!r}")

    def members(self, value: Any, definition: Any, path: tuple[str, ...]) -> dict[str, Any]:  # noqa: ANN401 - any value, and a type
        """Reads the members of a `TypedDict`."""
        if not isinstance(value, Mapping):
            self._refuse(path or ("args",), "must be a dict", repr(value))
            return {}
        hints = _hints(definition)
        for name in value.keys() - hints.keys():
            if isinstance(name, str):
                self._refuse((*path, name), nearest(name, hints))
            else:
                self._refuse((*path, Key(name)), "the name must be text", repr(name))
        given = {name: one for name, one in value.items() if one is not None and name in hints}
        for name in sorted(definition.__required_keys__ - given.keys()):
            self._refuse((*path, name), "is missing")
        return {name: self._value(one, hints[name], (*path, name)) for name, one in given.items()}

    def _value(self, value: Any, hint: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - the same
        plain, is_input = _unwrap(hint)
        if isinstance(value, pulumi.Output) or isawaitable(value):
            if not is_input:
                self._refuse(path, "must be a plain value, not an Output, which is unknown in a preview")
                return value
            return pulumi.Output.from_input(value).apply(lambda known: self._known(known, plain, path))
        if value is None:
            self._refuse(path, "must not be None")
            return value
        base = _base(plain)
        earlier = len(self._problems)
        if is_typeddict(base):
            read: Any = self.members(value, base, path)
        elif get_origin(base) in _LISTS:
            read = self._items(value, get_args(base)[0], path)
        elif get_origin(base) is Mapping:
            read = self._entries(value, get_args(base), path)
        else:
            return self._leaf(value, plain, path)
        has_joint_rule = base is not plain and len(self._problems) == earlier
        return self._leaf(read, _joint_rule(plain), path) if has_joint_rule else read

    def _items(self, value: Any, hint: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - the same
        if not isinstance(value, list | tuple):
            self._refuse(path, "must be a list", repr(value))
            return value
        return [self._value(one, hint, (*path, str(index))) for index, one in enumerate(value)]

    def _entries(self, value: Any, hints: tuple[Any, ...], path: tuple[str, ...]) -> Any:  # noqa: ANN401 - the same
        if not isinstance(value, Mapping):
            self._refuse(path, "must be a dict", repr(value))
            return value
        key_hint, hint = hints
        for key in value:
            self._leaf(key, key_hint, (*path, Key(key)))
        return {key: self._value(one, hint, (*path, Key(key))) for key, one in value.items()}

    def _known(self, value: Any, hint: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - the same
        """Reads the value of an output, once it is known."""
        check = _Check(self._component)
        if value is None:
            check._refuse(path, "must not be an Output of None: leave the argument out")
        read = None if value is None else check._value(value, hint, path)
        check.finish()
        return read

    def _leaf(self, value: Any, hint: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - the same
        if value == "" and not isinstance(path[-1], Key):
            self._refuse(path, "must not be empty")
            return value
        try:
            return _validator(hint)(value)
        except ValidationError as error:
            for problem in error.errors():
                self._refuse(path, problem["msg"], repr(value))
            return value

    def _refuse(self, path: tuple[str, ...], reason: str, given: str = "") -> None:
        self._problems.append(Problem(path, reason, given))


@cache
def _hints(definition: Any) -> dict[str, Any]:  # noqa: ANN401 - a TypedDict is no type to Python
    return get_type_hints(definition, localns=_NAMES_IN_INPUT, include_extras=True)


def _unwrap(hint: Any) -> tuple[Any, bool]:  # noqa: ANN401 - a type
    """Returns the type of a plain value, and whether it may be an output instead."""
    if get_origin(hint) is NotRequired:
        [hint] = get_args(hint)
    if get_origin(hint) not in {Union, UnionType}:
        return hint, False
    members = get_args(hint)
    [plain] = [one for one in members if one is not NoneType and get_origin(one) not in _LATER]
    return plain, any(get_origin(one) is pulumi.Output for one in members)


def _base(hint: Any) -> Any:  # noqa: ANN401 - a type
    """Returns a type without the rules that it is annotated with."""
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _joint_rule(hint: Any) -> Any:  # noqa: ANN401 - a type
    """Returns the rules of a dict or a list as a whole, whose members or items are checked already."""
    whole = Sequence[Any] if get_origin(_base(hint)) in _LISTS else Mapping[str, Any]
    return Annotated[whole, *hint.__metadata__]


@cache
def _validator(hint: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - a type
    """Makes the validator of a type: `"5"` is no number, but an enum's value stands for its member."""
    base = _base(hint)
    if not isinstance(base, type) or base.__module__ == "builtins":
        return TypeAdapter(hint, config=ConfigDict(strict=True)).validate_python
    if issubclass(base, Enum):
        return TypeAdapter(hint).validate_python
    return SchemaValidator(is_instance_schema(base)).validate_python
