"""Check of components' arguments."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NotRequired, TypedDict, cast

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from infra.parts.arguments import ArgumentError, Key, check_arguments
from infra.parts.packaging import Platform
from preview.recording import record


class InnerArgs(TypedDict):
    """Members of an argument."""

    size: Annotated[int, Field(ge=1)]
    label: NotRequired[pulumi.Input[str]]


def _check_range(value: Mapping[str, Any]) -> Mapping[str, Any]:
    if value["low"] > value["high"]:
        raise PydanticCustomError("range", "low must be at most high")
    return value


class RangeArgs(TypedDict):
    """Members that have a rule together."""

    low: int
    high: int


class OuterArgs(TypedDict):
    """One argument of each kind of type."""

    target: pulumi.Input[str]
    note: NotRequired[str | None]
    share: NotRequired[float]
    is_on: NotRequired[bool]
    platform: NotRequired[Platform]
    code: NotRequired[pulumi.Archive]
    inner: NotRequired[InnerArgs]
    inners: NotRequired[Sequence[pulumi.Input[InnerArgs]]]
    texts: NotRequired[Mapping[str, pulumi.Input[str]]]
    range: NotRequired[Annotated[RangeArgs, AfterValidator(_check_range)]]
    some: NotRequired[Annotated[Sequence[pulumi.Input[str]], Field(min_length=1)]]


class Outer(pulumi.ComponentResource):
    """A component that keeps its checked arguments."""

    def __init__(self, name: str, args: object, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("test:index:Outer", name, None, opts)
        self.args = check_arguments(self, cast("OuterArgs", args), OuterArgs)
        pulumi.export("target", self.args["target"])
        pulumi.export("key", self.args.get("note"))


def refusal(args: object, **outputs: object) -> list[str]:
    """Returns the lines of the error of a component that gets some arguments, and some as outputs."""

    def program() -> None:
        known = {name: pulumi.Output.from_input(value) for name, value in outputs.items()}
        Outer("outer", {**args, **known} if isinstance(args, dict) else args)

    with pytest.raises(ArgumentError) as error:
        record(program)
    return str(error.value).splitlines()


@pytest.mark.parametrize("args", [None, "target", 3, ["target"], pulumi.ResourceOptions()])
def test_arguments_that_are_no_dict_are_refused(args: object) -> None:
    assert refusal(args)[0].startswith("Outer: args: must be a dict")


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({"target": 3}, "target"),
        ({"target": ""}, "target"),
        ({"target": None}, "target"),
        ({"targt": "x"}, "targt"),
        ({"note": 3}, "note"),
        ({"share": "1"}, "share"),
        ({"is_on": 1}, "is_on"),
        ({"is_on": "true"}, "is_on"),
        ({"platform": "guest"}, "platform"),
        ({"code": "own.zip"}, "code"),
        ({"inner": "x"}, "inner"),
        ({"inner": {}}, "inner.size"),
        ({"inner": {"size": 0}}, "inner.size"),
        ({"inner": {"size": "1"}}, "inner.size"),
        ({"inner": {"size": True}}, "inner.size"),
        ({"inner": {"size": 1, "label": 2}}, "inner.label"),
        ({"inners": {"size": 1}}, "inners"),
        ({"inners": [{"size": 1}, {"size": None}]}, "inners.1.size"),
        ({"texts": ["a"]}, "texts"),
        ({"texts": {"a": 1}}, "texts.a"),
        ({"texts": {"a": None}}, "texts.a"),
        ({"texts": {1: "a"}}, "texts.1"),
        ({"texts": {None: "a"}}, "texts.None"),
        ({1: 2}, "1"),
        ({None: 2}, "None"),
        ({"inner": {"size": 1, 2: 3}}, "inner.2"),
        ({"inners": [None]}, "inners.0"),
        ({"range": {"low": 2, "high": 1}}, "range"),
        ({"range": {"low": 2, "high": "1"}}, "range.high"),
        ({"some": []}, "some"),
        ({"some": "a"}, "some"),
        ({"some": [None]}, "some.0"),
        ({"some": [1]}, "some.0"),
    ],
)
def test_a_wrong_argument_is_named_by_its_path(arguments: dict[str, object], path: str) -> None:
    assert [line.split(": ")[:2] for line in refusal({"target": "x", **arguments})] == [["Outer", path]]


@pytest.mark.parametrize("name", ["My Blog!", "blog_1", "Blog", "1blog", "-blog", "blög", "b" * 31, "blog\n"])
def test_a_name_that_names_on_aws_cannot_begin_with_is_refused(name: str) -> None:
    with pytest.raises(ArgumentError) as error:
        record(lambda: Outer(name, {"target": "x"}))
    assert {problem.path for problem in error.value.problems} == {("name",)}


@pytest.mark.parametrize("name", ["b", "blog-1", "b" * 30])
def test_a_name_that_names_on_aws_can_begin_with_is_accepted(name: str) -> None:
    record(lambda: Outer(name, {"target": "x"}))


@pytest.mark.parametrize("name", ["note", "share", "is_on", "platform", "code", "inner", "inners"])
def test_an_output_is_refused_where_a_plain_value_is_needed(name: str) -> None:
    [line] = refusal({"target": "x"}, **{name: "any"})
    assert line.startswith(f"Outer: {name}: must be a plain value")


@given(st.sets(st.sampled_from(sorted(OuterArgs.__optional_keys__))))
def test_none_counts_as_not_given(names: set[str]) -> None:
    def program() -> None:
        assert Outer("outer", {"target": "x", **dict.fromkeys(names)}).args.keys() == {"target"}

    record(program)


VALUES = st.recursive(
    st.sampled_from([None, True, 0, 1, 1.5, "", "x", "host"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["size", "label", "x", 1, None]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*OuterArgs.__annotations__, "other"]), VALUES))
def test_whatever_is_given_is_accepted_or_refused_by_name(args: dict[str, Any]) -> None:
    def program() -> None:
        refused = set()
        try:
            Outer("outer", args)
        except ArgumentError as error:
            refused = {problem.path[0] for problem in error.problems}
        assert refused <= args.keys() | {"target"}

    record(program)


@pytest.mark.parametrize("value", [None, "", 3])
def test_an_output_is_checked_when_its_value_is_known(value: object) -> None:
    [line] = refusal({}, target=value)
    assert line.startswith("Outer: target: ")


def test_an_output_of_a_good_value_is_passed_on() -> None:
    recording = record(lambda: Outer("outer", {"target": pulumi.Output.from_input("x")}))
    assert recording.outputs["target"] == "x"


def test_keys_of_the_caller_are_told_from_names_of_arguments() -> None:
    with pytest.raises(ArgumentError) as error:
        record(lambda: Outer("outer", {"target": "x", "texts": {"texts": 1}}))
    assert [type(part) for part in error.value.problems[0].path] == [str, Key]
