"""Deploying a Pulumi program: names, order, settings, outputs, and what is refused."""

import re
from collections.abc import Callable
from pathlib import Path

import pulumi
import pytest
from botocore.exceptions import ClientError
from pulumi.automation import OutputValue

from emulated_aws.deployment import DeploymentError, UnsupportedError, deploy
from emulated_aws.emulator import Emulator
from tests.emulated_aws.deployment_project import SETTINGS, write_project

Run = Callable[..., dict[str, OutputValue]]

IMPORTS = "import pulumi\nimport pulumi_aws as aws\n"

TRANSFORMS = """
def slow_down(args):
    if args.type_ == 'aws:sqs/queue:Queue':
        return pulumi.ResourceTransformResult({**args.props, 'delaySeconds': 7}, args.opts)
def take_over(args):
    return pulumi.ResourceTransformResult(args.props, pulumi.ResourceOptions(import_='x'))
async def keep_long(args):
    return pulumi.ResourceTransformResult({**args.props, 'messageRetentionSeconds': 60}, args.opts)
"""


@pytest.fixture
def run(emulator: Emulator, tmp_path: Path) -> Run:
    def run(program: str, settings: str = SETTINGS) -> dict[str, OutputValue]:
        return deploy(write_project(tmp_path, IMPORTS + program, settings), "local", emulator.endpoint)

    return run


def test_a_name_is_the_logical_name_and_seven_digits_the_same_each_time(run: Run) -> None:
    names = [run("pulumi.export('name', aws.sqs.Queue('twice').name)")["name"].value for _ in range(2)]
    assert names == ["twice-" + names[0][-7:]] * 2


def test_a_project_chooses_the_pattern_of_names(run: Run) -> None:
    pattern = "  pulumi:autonaming:\n    pattern: ${project}-${stack}-${name}-${hex(3)}\n"
    name = run("pulumi.export('name', aws.sqs.Queue('called').name)", SETTINGS + pattern)["name"].value
    assert re.fullmatch(r"trial-local-called-[0-9a-f]{3}", name)


@pytest.mark.parametrize("setting", ["pattern: ${uuid}", "mode: disabled"])
def test_a_pattern_of_names_that_is_not_known_here_is_named(run: Run, setting: str) -> None:
    with pytest.raises(UnsupportedError, match="pulumi:autonaming"):
        run("pass", f"{SETTINGS}  pulumi:autonaming:\n    {setting}\n")


def test_a_setting_of_the_project_holds_for_a_stack_that_has_none_of_its_own(
    emulator: Emulator, tmp_path: Path
) -> None:
    program = f"{IMPORTS}config = pulumi.Config()\npulumi.export('told', config.get('a') + config.get('b'))"
    project = write_project(tmp_path, program, f"{SETTINGS}  b: stack\n")
    with (project / "Pulumi.yaml").open("a") as file:
        file.write("config:\n  a: project-\n  b:\n    value: project\n")
    assert deploy(project, "local", emulator.endpoint)["told"].value == "project-stack"


def test_default_tags_are_on_whatever_takes_tags_and_a_resource_s_own_win(run: Run) -> None:
    settings = f"{SETTINGS}  aws:defaultTags:\n    tags: {{team: blog, tier: low}}\n"
    outputs = run(
        """
queue = aws.sqs.Queue('tagged', tags={'tier': 'high'})
aws.sqs.QueuePolicy('without', queue_url=queue.url, policy={'Version': '2012-10-17'})
pulumi.export('tags', queue.tags_all)
""",
        settings,
    )
    assert outputs["tags"].value == {"team": "blog", "tier": "high"}


def test_transforms_of_a_resource_and_of_the_stack_change_its_properties(run: Run) -> None:
    outputs = run(f"""{TRANSFORMS}
pulumi.runtime.register_resource_transform(slow_down)
queue = aws.sqs.Queue('slow', opts=pulumi.ResourceOptions(transforms=[keep_long]))
pulumi.export('delay', queue.delay_seconds)
pulumi.export('retention', queue.message_retention_seconds)
""")
    assert (outputs["delay"].value, outputs["retention"].value) == (7, 60)


def test_transforms_of_a_component_change_what_is_in_it(run: Run) -> None:
    outputs = run(f"""{TRANSFORMS}
parent = pulumi.ComponentResource('a:b:C', 'c', None, pulumi.ResourceOptions(transforms=[slow_down]))
pulumi.export('delay', aws.sqs.Queue('q', opts=pulumi.ResourceOptions(parent=parent)).delay_seconds)
""")
    assert outputs["delay"].value == 7


def test_a_stack_may_be_in_any_region(run: Run) -> None:
    outputs = run(
        """
bucket = aws.s3.Bucket('far')
queue = aws.sqs.Queue('far')
topic = aws.sns.Topic('far')
pulumi.export('bucket', bucket.bucket_regional_domain_name)
pulumi.export('queue', queue.arn)
pulumi.export('topic', topic.arn)
""",
        SETTINGS.replace("us-east-1", "ap-southeast-2"),
    )
    assert all("ap-southeast-2" in output.value for output in outputs.values())
    assert len(outputs) == 3


def test_an_api_has_the_same_url_each_time(run: Run, emulator: Emulator) -> None:
    def deploy_api() -> OutputValue:
        outputs = run("""
api = aws.apigatewayv2.Api('pinned', protocol_type='HTTP')
pulumi.export('id', api.id)
pulumi.export('url', api.api_endpoint)
""")
        emulator.client("apigatewayv2").delete_api(ApiId=outputs["id"].value)
        return outputs["url"]

    assert deploy_api().value == deploy_api().value


def test_a_failed_deployment_does_not_trouble_the_next(run: Run) -> None:
    with pytest.raises(UnsupportedError, match="data source"):
        run("pulumi.export('names', aws.get_availability_zones_output().names)")
    assert run("pulumi.export('name', aws.sqs.Queue('next').name)")["name"].value


def test_a_given_name_is_kept(run: Run) -> None:
    assert run("pulumi.export('name', aws.sqs.Queue('q', name='mine').name)")["name"].value == "mine"


def test_children_of_different_types_of_parents_may_have_one_name(run: Run) -> None:
    outputs = run("""
for kind in ('first', 'second'):
    parent = pulumi.ComponentResource(f'trial:index:{kind}', 'parent')
    queue = aws.sqs.Queue('child', name=f'{kind}-child', opts=pulumi.ResourceOptions(parent=parent))
    pulumi.export(kind, queue.name)
""")
    assert [output.value for output in outputs.values()] == ["first-child", "second-child"]


def test_a_policy_given_as_a_dict_is_told_as_text(run: Run) -> None:
    outputs = run("""
queue = aws.sqs.Queue('documented')
policy = aws.sqs.QueuePolicy('documented', queue_url=queue.url, policy={'Version': '2012-10-17'})
pulumi.export('policy', policy.policy)
""")
    assert outputs["policy"].value == '{"Version": "2012-10-17"}'


def test_a_function_waits_for_the_policy_that_it_depends_on(emulator: Emulator, tmp_path: Path) -> None:
    program = f"""{IMPORTS}
role = aws.iam.Role('ordered', assume_role_policy={{'Version': '2012-10-17', 'Statement': []}})
statement = {{'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*'}}
policy = aws.iam.RolePolicy(
    'ordered', role=role.name, policy={{'Version': '2012-10-17', 'Statement': [statement]}}
)
aws.lambda_.Function(
    'ordered', role=role.arn, handler='handler.handle', runtime='python3.13',
    code=pulumi.FileArchive('code.zip'), opts=pulumi.ResourceOptions(depends_on=[policy]),
)
"""
    created: list[str] = []
    project = write_project(tmp_path, program)
    deploy(project, "local", emulator.endpoint, lambda token, _name, _seconds: created.append(token))
    assert [token.rpartition(":")[2] for token in created] == ["Role", "RolePolicy", "Function"]


@pytest.mark.parametrize(
    "runtime", ["runtime='nodejs22.x'", "runtime='provided.al2023'", "package_type='Image'"]
)
def test_a_function_that_is_not_python_is_refused(run: Run, tmp_path: Path, runtime: str) -> None:
    (tmp_path / "code.zip").touch()
    with pytest.raises(
        DeploymentError, match=r"'node' .* does not support property runtime: .*, only Python"
    ):
        run(f"""
aws.lambda_.Function(
    'node', role='arn:aws:iam::000000000000:role/any', handler='index.handler', {runtime},
    code=pulumi.FileArchive('code.zip'),
)
""")


def test_secrets_are_marked_and_stay_secret_through_a_resource(run: Run) -> None:
    outputs = run("""
name = pulumi.Output.secret('hidden')
pulumi.export('open', 'open')
pulumi.export('description', aws.cloudwatch.EventBus('secret', description=name).description)
""")
    assert {name: (output.value, output.secret) for name, output in outputs.items()} == {
        "open": ("open", False),
        "description": ("hidden", True),
    }


def test_settings_reach_the_program_as_pulumi_gives_them(run: Run) -> None:
    settings = f"{SETTINGS}  trial:flag: true\n  count: 3\n  trial:list: [a, b]\n"
    outputs = run(
        """
config = pulumi.Config()
for name, value in {
    'flag': config.require_bool('flag'),
    'count': config.require_int('count'),
    'list': config.require_object('list'),
    'stack': f'{pulumi.get_project()}/{pulumi.get_stack()}',
}.items():
    pulumi.export(name, value)
""",
        settings,
    )
    assert {name: output.value for name, output in outputs.items()} == {
        "flag": True,
        "count": 3,
        "list": ["a", "b"],
        "stack": "trial/local",
    }


def test_the_given_endpoint_wins_over_the_stacks(run: Run) -> None:
    settings = f"{SETTINGS}  aws:endpoints:\n    - sqs: http://127.0.0.1:1\n"
    assert run("pulumi.export('url', aws.sqs.Queue('won').url)", settings)["url"].value


def test_what_the_program_makes_https_has_the_scheme_of_the_emulated_aws(
    run: Run, emulator: Emulator
) -> None:
    outputs = run("""
pool = aws.cognito.UserPool('pool')
issuer = pulumi.Output.concat('https://', pool.endpoint)
pulumi.export('pool', pool.id)
pulumi.export('policy', {'connect': [pulumi.Output.concat('self ', issuer, ' https://example.org')]})
""")
    issuer = f"{emulator.endpoint}/{outputs['pool'].value}"
    assert outputs["policy"].value == {"connect": [f"self {issuer} https://example.org"]}


def test_an_output_that_is_not_told_makes_no_input(run: Run) -> None:
    program = """
queue = aws.sqs.Queue('silent')
aws.sns.Topic('told', display_name=pulumi.Output.concat('from ', queue.policy))
"""
    with pytest.raises(DeploymentError, match=r"Topic 'told' .* displayName: made of an output of 'silent'"):
        run(program)


def test_an_output_that_is_not_told_is_not_exported(run: Run) -> None:
    with pytest.raises(pulumi.RunError, match="output 'policy'"):
        run("pulumi.export('policy', {'nested': [aws.sqs.Queue('silent').policy]})")


@pytest.mark.parametrize(
    ("declaration", "said"),
    [
        ("aws.ec2.Vpc('net')", ["aws:ec2/vpc:Vpc 'net' (__main__.py:11)", "resource type"]),
        ("aws.Provider('other')", ["pulumi:providers:aws 'other'"]),
        ("aws.sns.Topic('t', name_prefix='a')", ["aws:sns/topic:Topic 't'", "property namePrefix"]),
        (
            "aws.apigatewayv2.Integration('i', api_id='a', integration_type='AWS', integration_subtype='S')",
            ["aws:apigatewayv2/integration:Integration 'i'", "property integrationSubtype"],
        ),
        (
            "aws.lambda_.Function('f', role='r', runtime='python3.13', code=pulumi.RemoteArchive('https://example.org/f.zip'))",
            ["aws:lambda/function:Function 'f'", "a RemoteArchive of {'uri': 'https://example.org/f.zip'}"],
        ),
        (
            "aws.cloudwatch.EventTarget('t', rule='r', arn='a', http_target={})",
            ["aws:cloudwatch/eventTarget:EventTarget 't'", "property httpTarget"],
        ),
        (
            "aws.dynamodb.Table('t', hash_key='id', attributes=[{'name': 'id', 'type': 'X'}])",
            [
                "aws:dynamodb/table:Table 't'",
                "AWS would refuse AttributeDefinitions.0.AttributeType: 'X' is none of",
            ],
        ),
        (
            "aws.cognito.UserPool('p', deletion_protection='MAYBE')",
            ["aws:cognito/userPool:UserPool 'p'", "AWS would refuse DeletionProtection: 'MAYBE' is none of"],
        ),
        ("aws.s3.Bucket('b', versioning={'enabled': True})", ["aws:s3/bucket:Bucket 'b'", "versioning"]),
        ("aws.sqs.Queue('q', region='eu-west-1')", ["aws:sqs/queue:Queue 'q'", "property region"]),
        (
            "aws.sqs.Queue('q', opts=pulumi.ResourceOptions(import_='x'))",
            ["aws:sqs/queue:Queue 'q'", "importing"],
        ),
        ("aws.sqs.Queue.get('q', 'x')", ["aws:sqs/queue:Queue 'q'", "reading"]),
        (
            "aws.iam.Role('r', name='r' * 65, assume_role_policy='{}')",
            ["aws:iam/role:Role 'r'", "AWS would refuse RoleName: 65 characters are more than 64"],
        ),
        (
            "aws.lambda_.Function('f', name='f' * 65, role='arn:aws:iam::123456789012:role/r', handler='h')",
            ["aws:lambda/function:Function 'f'", "AWS would refuse name: "],
        ),
        (
            "aws.lambda_.Function('f', role='nobody', runtime='python3.13', handler='h.h', timeout=0)",
            ["AWS would refuse Role: 'nobody' does not match", "AWS would refuse Timeout: 0 is less than 1"],
        ),
        (
            "aws.cognito.UserPoolDomain('d', domain='my-aws-users', user_pool_id='eu-west-1_a')",
            ["aws:cognito/userPoolDomain:UserPoolDomain 'd'", "AWS would refuse domain: 'my-aws-users'"],
        ),
        ("aws.s3.Bucket('b', bucket='With_Capitals')", ["AWS would refuse bucket: 'With_Capitals'"]),
        (
            "aws.sqs.Queue('q', opts=pulumi.ResourceOptions(transforms=[take_over]))",
            ["aws:sqs/queue:Queue 'q'", "importing"],
        ),
        ("[aws.sqs.Queue('q') for _ in range(2)]", ["aws:sqs/queue:Queue 'q'", "Duplicate resource URN"]),
        (
            "aws.cloudwatch.EventRule('r', event_pattern='no JSON')",
            ["aws:cloudwatch/eventRule:EventRule 'r'", "InvalidEventPatternException"],
        ),
    ],
)
def test_a_resource_that_cannot_be_created_is_named(run: Run, declaration: str, said: list[str]) -> None:
    with pytest.raises(DeploymentError) as raised:
        run(f"{TRANSFORMS}{declaration}")
    assert [part for part in said if part not in str(raised.value)] == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("aws.get_availability_zones()", "data source aws:index/getAvailabilityZones"),
        ("pulumi.ResourceHook('told', lambda args: None)", "resource hooks, such as 'told'"),
    ],
)
def test_what_is_no_resource_is_named_too(run: Run, statement: str, said: str) -> None:
    with pytest.raises(UnsupportedError, match=said):
        run(statement)


def test_a_program_may_ask_where_it_is_deployed(run: Run) -> None:
    outputs = run("""
pulumi.export('account', aws.get_caller_identity().account_id)
pulumi.export('region', aws.get_region().region)
pulumi.export('partition', aws.get_partition_output().partition)
pulumi.export('suffix', aws.get_partition().dns_suffix)
""")
    assert {name: output.value for name, output in outputs.items()} == {
        "account": "000000000000",
        "region": "us-east-1",
        "partition": "aws",
        "suffix": "amazonaws.com",
    }


def test_a_program_may_look_a_table_up(run: Run, emulator: Emulator) -> None:
    table = emulator.client("dynamodb").create_table(
        TableName="there",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "at", "AttributeType": "N"},
        ],
        KeySchema=[
            {"AttributeName": "id", "KeyType": "HASH"},
            {"AttributeName": "at", "KeyType": "RANGE"},
        ],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
    )["TableDescription"]
    found = run("""
table = aws.dynamodb.get_table(name='there')
pulumi.export('stream', [table.arn, table.stream_arn, table.stream_enabled, table.stream_view_type])
pulumi.export('key', [table.hash_key, table.range_key, {one.name: one.type for one in table.attributes}])
""")
    emulator.client("dynamodb").delete_table(TableName="there")
    assert found["stream"].value == [table["TableArn"], table["LatestStreamArn"], True, "KEYS_ONLY"]
    assert found["key"].value == ["id", "at", {"id": "S", "at": "N"}]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("aws.dynamodb.get_table(name='nowhere')", "ResourceNotFoundException"),
        ("aws.dynamodb.get_table(name='there', region='eu-west-1')", "property region"),
        ("aws.get_region(endpoint='ec2.eu-west-1.amazonaws.com')", "property endpoint"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(run: Run, question: str, said: str) -> None:
    with pytest.raises((UnsupportedError, ClientError), match=said):
        run(question)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("  aws:ignoreTags: {keys: [a]}\n", "aws:ignoreTags"),
        ("  trial:password: {secure: AAAB}\n", "trial:password"),
    ],
)
def test_a_setting_that_would_be_lost_is_refused(run: Run, setting: str, said: str) -> None:
    with pytest.raises(UnsupportedError, match=said):
        run("", SETTINGS + setting)
