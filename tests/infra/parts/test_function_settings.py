"""Settings that a team may give all its functions."""

import pytest

from infra.parts.function_settings import FunctionSettings
from infra.parts.packaging import Platform
from infra.realtime_gateway import RealtimeGateway
from preview.recording import Recording, record
from preview.validation import find_violations

BOUNDARY = "arn:aws:iam::123456789012:policy/boundary"
SETTINGS: FunctionSettings = {
    "platform": Platform.HOST,
    "permissions_boundary": BOUNDARY,
    "vpc": {
        "subnet_ids": ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
        "security_group_ids": ["sg-0123456789abcdef0"],
    },
}


@pytest.fixture(scope="module")
def bounded() -> Recording:
    return record(lambda: RealtimeGateway("live", {"bus_name": "posts", "function_settings": SETTINGS}))


def test_every_role_has_the_boundary(bounded: Recording) -> None:
    assert {role["permissionsBoundary"] for role in bounded.of_type("iam/role:Role")} == {BOUNDARY}


def test_every_function_is_in_the_network_and_may_connect_to_it(bounded: Recording) -> None:
    functions = bounded.of_type("lambda/function:Function")
    assert functions
    for function in functions:
        assert function["vpcConfig"] == {
            "subnetIds": ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
            "securityGroupIds": ["sg-0123456789abcdef0"],
        }
        allowed = {
            action
            for statement in bounded.statements("iam/rolePolicy:RolePolicy", function.name)
            for action in statement["Action"]
        }
        assert {"ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"} <= allowed


def test_aws_takes_functions_with_a_boundary_in_a_network(bounded: Recording) -> None:
    assert list(find_violations(bounded)) == []


def test_a_role_may_do_nothing_in_a_network_that_its_function_is_not_in(program: Recording) -> None:
    assert not [r for r in program.of_type("iam/rolePolicy:RolePolicy") if "ec2:" in r["policy"]]
