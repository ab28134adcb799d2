"""Rules for every resource of the program, above all those that the local AWS does not enforce."""

import json

from infra.parts.packaging import PYTHON_VERSION, Platform
from infra.parts.policy import SERVICE_ACCESS
from preview.recording import Recording, Resource

# Actions that IAM cannot tie to a resource: the reasons stand in infra/.
WITHOUT_RESOURCE = {
    "comprehend:DetectEntities",
    "dynamodb:ListStreams",
    "sns:GetSubscriptionAttributes",
    "sns:SetSubscriptionAttributes",
}


def queues(program: Recording) -> list[Resource]:
    return program.of_type("sqs/queue:Queue")


def dead_letter_queues(program: Recording) -> set[str]:
    return {queue["arn"] for queue in queues(program) if "redrivePolicy" not in queue.inputs}


def test_the_program_exports_its_endpoints(program: Recording) -> None:
    of_operators = {"operations": program.outputs["operations"]}  # see test_operations.py
    assert program.outputs == of_operators | {
        "siteUrl": "https://site-distribution.cloudfront.net",
        "apiUrl": "https://blog-http-id.execute-api.eu-west-1.amazonaws.com",
        "websocketUrl": "wss://realtime-websocket-id.execute-api.eu-west-1.amazonaws.com/live",
        "issuer": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_identityusers",
        "audience": "identity-client-id",
        "eventBusName": "events-bus",
        "postsTableName": "blog-posts",
        "notificationsTopicArn": "arn:aws:sns:eu-west-1:123456789012:events-emails",
    }


def test_the_stack_itself_holds_the_components_and_nothing_else(program: Recording) -> None:
    top = [
        r.type for r in program.resources if r.parent.endswith("pulumi:pulumi:Stack::event-driven-blog-test")
    ]
    assert sorted(top) == [
        "blog:index:AlarmNotifications",
        "blog:index:BlogApi",
        "blog:index:EventPipeline",
        "blog:index:Identity",
        "blog:index:Operations",
        "blog:index:RealtimeGateway",
        "blog:index:SiteFiles",
        "blog:index:StaticSite",
    ]


def test_every_resource_has_a_name_of_its_own(program: Recording) -> None:
    urns = [resource.urn for resource in program.resources]
    assert len(urns) == len(set(urns))


def test_every_child_is_named_after_its_component(program: Recording) -> None:
    names = {resource.urn: resource.name for resource in program.resources}
    for resource in program.resources:
        if parent := names.get(resource.parent):
            assert resource.name.startswith(parent), f"{resource.urn} should be named after {parent}"


def test_roles_can_be_taken_by_lambda_alone(program: Recording) -> None:
    for role in program.of_type("iam/role:Role"):
        [statement] = json.loads(role["assumeRolePolicy"])["Statement"]
        assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}
        assert statement["Action"] == "sts:AssumeRole"


def test_no_role_may_do_anything_to_everything(program: Recording) -> None:
    for policy in program.of_type("iam/rolePolicy:RolePolicy"):
        for statement in json.loads(policy["policy"])["Statement"]:
            for action in statement["Action"]:
                assert "*" not in action, f"{policy.name} allows {action}"
                if "*" in statement["Resource"]:
                    assert action in WITHOUT_RESOURCE, f"{policy.name} allows {action} on everything"


def test_every_function_has_a_role_and_a_log_group_of_its_own(program: Recording) -> None:
    functions = program.of_type("lambda/function:Function")
    assert len(functions) == 11
    assert len({function["role"] for function in functions}) == len(functions)
    groups = {group["name"]: group for group in program.of_type("cloudwatch/logGroup:LogGroup")}
    for function in functions:
        group = groups.pop(function["loggingConfig"]["logGroup"])
        assert group["retentionInDays"] == 30
        assert f"{group['arn']}:*" in {
            resource
            for statement in program.statements("iam/rolePolicy:RolePolicy", function.name)
            if "logs:PutLogEvents" in statement["Action"]
            for resource in statement["Resource"]
        }
    others = {"test-blog-http-access-blog-http-id", "events-bus"}
    assert groups.keys() == {f"/aws/vendedlogs/{name}" for name in others}


def test_no_function_can_be_called_before_its_role_may_work(program: Recording) -> None:
    for function in program.of_type("lambda/function:Function"):
        waits_for = [urn for urn in function.dependencies if "rolePolicy" in urn]
        assert any(urn.endswith(f"::{function.name}") for urn in waits_for)


def test_every_function_that_an_api_calls_lets_that_api_call_it(program: Recording) -> None:
    apis = {api["id"]: api["executionArn"] for api in program.of_type("apigatewayv2/api:Api")}
    functions = {f["invokeArn"]: f["name"] for f in program.of_type("lambda/function:Function")}
    permissions = {
        (permission["function"], permission["sourceArn"])
        for permission in program.of_type("lambda/permission:Permission")
        if permission["principal"] == "apigateway.amazonaws.com"
        and permission["action"] == "lambda:InvokeFunction"
    }
    called = {
        (functions[integration["integrationUri"]], f"{apis[integration['apiId']]}/*/*")
        for integration in program.of_type("apigatewayv2/integration:Integration")
    }
    [authorizer] = [
        a for a in program.of_type("apigatewayv2/authorizer:Authorizer") if a["authorizerType"] == "REQUEST"
    ]
    called.add(
        (
            functions[authorizer["authorizerUri"]],
            f"{apis[authorizer['apiId']]}/authorizers/{authorizer['id']}",
        )
    )
    assert called == permissions


def test_every_integration_calls_lambda_as_lambda_is_called(program: Recording) -> None:
    for integration in program.of_type("apigatewayv2/integration:Integration"):
        assert (integration["integrationType"], integration["integrationMethod"]) == ("AWS_PROXY", "POST")


def test_every_route_leads_to_an_integration_of_its_api(program: Recording) -> None:
    integrations = {
        f"integrations/{integration['id']}": integration["apiId"]
        for integration in program.of_type("apigatewayv2/integration:Integration")
    }
    for route in program.of_type("apigatewayv2/route:Route"):
        assert integrations[route["target"]] == route["apiId"]


def test_every_target_of_a_rule_has_a_dead_letter_queue_that_lets_the_rule_in(program: Recording) -> None:
    rules = {rule["name"]: rule["arn"] for rule in program.of_type("cloudwatch/eventRule:EventRule")}
    urls = {queue["arn"]: queue["url"] for queue in queues(program)}
    targets = program.of_type("cloudwatch/eventTarget:EventTarget")
    assert len(targets) == 5
    for target in targets:
        dead_letters = target["deadLetterConfig"]["arn"]
        assert dead_letters in dead_letter_queues(program)
        assert_lets_in(program, urls[dead_letters], rules[target["rule"]])


def test_every_target_lets_its_rule_in(program: Recording) -> None:
    rules = {rule["name"]: rule["arn"] for rule in program.of_type("cloudwatch/eventRule:EventRule")}
    urls = {queue["arn"]: queue["url"] for queue in queues(program)}
    for target in program.of_type("cloudwatch/eventTarget:EventTarget"):
        assert_lets_in(program, urls[target["arn"]], rules[target["rule"]])


def assert_lets_in(program: Recording, queue_url: str, rule_arn: str) -> None:
    """Asserts that EventBridge may send to a queue for a rule."""
    statements = list(program.statements("sqs/queuePolicy:QueuePolicy", queue_url))
    [statement] = [s for s in statements if s["Principal"] == {"Service": "events.amazonaws.com"}]
    assert statement["Effect"] == "Allow"
    assert rule_arn in statement["Condition"]["ArnEquals"]["aws:SourceArn"]


def test_resource_policies_are_as_aws_documents_them_and_for_this_stack_alone(program: Recording) -> None:
    own = {resource["arn"] for resource in program.resources if "arn" in resource.outputs}
    policies = {
        "sqs": program.of_type("sqs/queuePolicy:QueuePolicy"),
        "s3": program.of_type("s3/bucketPolicy:BucketPolicy"),
    }
    assert {kind: len(found) for kind, found in policies.items()} == {"sqs": 7, "s3": 1}
    for kind, found in policies.items():
        for policy in found:
            for statement in json.loads(policy["policy"])["Statement"]:
                access = SERVICE_ACCESS[statement["Principal"]["Service"], kind]
                assert statement["Action"] == access.action
                assert set(statement["Condition"][access.condition]["aws:SourceArn"]) <= own


def test_no_topic_has_a_policy_because_only_roles_publish(program: Recording) -> None:
    assert not program.of_type("sns/topicPolicy:TopicPolicy")
    assert all("policy" not in topic.inputs for topic in program.of_type("sns/topic:Topic"))


def test_every_way_to_write_needs_a_token_or_a_ticket(program: Recording) -> None:
    protected = {
        route["routeKey"]: route["authorizationType"]
        for route in program.of_type("apigatewayv2/route:Route")
        if route["authorizationType"] != "NONE"
    }
    assert protected == {
        "POST /posts": "JWT",
        "DELETE /posts/{id}": "JWT",
        "POST /subscriptions": "JWT",
        "POST /tickets": "JWT",
        "$connect": "CUSTOM",
    }


def test_every_api_is_throttled(program: Recording) -> None:
    stages = program.of_type("apigatewayv2/stage:Stage")
    assert len(stages) == 2
    for stage in stages:
        assert stage["defaultRouteSettings"]["throttlingRateLimit"] > 0
        assert stage["defaultRouteSettings"]["throttlingBurstLimit"] > 0


def test_every_queue_is_encrypted_and_ends_in_a_dead_letter_queue_or_is_one(program: Recording) -> None:
    for queue in queues(program):
        assert queue["sqsManagedSseEnabled"] is True
        if "redrivePolicy" in queue.inputs:
            redrive = json.loads(queue["redrivePolicy"])
            assert redrive["deadLetterTargetArn"] in dead_letter_queues(program)
            assert redrive["maxReceiveCount"] == 5
        else:
            assert queue["messageRetentionSeconds"] == 14 * 24 * 60 * 60


def test_every_consumed_queue_hides_a_message_for_six_times_its_function_s_timeout(
    program: Recording,
) -> None:
    timeouts = {f["arn"]: f["timeout"] for f in program.of_type("lambda/function:Function")}
    consumed = {
        mapping["eventSourceArn"]: timeouts[mapping["functionName"]]
        for mapping in program.of_type("lambda/eventSourceMapping:EventSourceMapping")
    }
    for queue in queues(program):
        if queue["arn"] in consumed:
            assert queue["visibilityTimeoutSeconds"] == 6 * consumed[queue["arn"]]


def test_every_mapping_reports_failures_record_by_record_and_may_read_its_source(program: Recording) -> None:
    reads = {"sqs": "sqs:ReceiveMessage", "dynamodb": "dynamodb:GetRecords"}
    mappings = program.of_type("lambda/eventSourceMapping:EventSourceMapping")
    assert len(mappings) == 4
    for mapping in mappings:
        assert mapping["functionResponseTypes"] == ["ReportBatchItemFailures"]
        source = mapping["eventSourceArn"]
        function = mapping["functionName"].rpartition(":")[2]
        assert any(
            reads[source.split(":")[2]] in statement["Action"] and source in statement["Resource"]
            for statement in program.statements("iam/rolePolicy:RolePolicy", function)
        )
        assert any(urn.endswith("-consume") for urn in mapping.dependencies)


def test_every_queue_s_consumer_is_limited_in_concurrency(program: Recording) -> None:
    for mapping in program.of_type("lambda/eventSourceMapping:EventSourceMapping"):
        if ":sqs:" in mapping["eventSourceArn"]:
            assert mapping["scalingConfig"]["maximumConcurrency"] == 2


def test_functions_run_python_3_13_with_the_architecture_they_were_packaged_for(program: Recording) -> None:
    for function in program.of_type("lambda/function:Function"):
        assert function["runtime"] == f"python{PYTHON_VERSION}"
        assert function["architectures"] == [Platform.HOST.architecture]
