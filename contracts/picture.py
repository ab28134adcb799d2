"""Pictures of components: where requests, events and messages go, as Mermaid draws them."""

import json
from collections.abc import Iterator

from preview.recording import Recording, Resource

# The brackets by which Mermaid gives a node its shape, by what it stands for.
_SHAPES = {
    "apigatewayv2/api:Api": ("([", "])"),
    "cloudfront/distribution:Distribution": ("([", "])"),
    "cloudwatch/eventBus:EventBus": ("{{", "}}"),
    "cloudwatch/eventRule:EventRule": (">", "]"),
    "cognito/userPool:UserPool": ("([", "])"),
    "dynamodb/table:Table": ("[(", ")]"),
    "lambda/function:Function": ("[/", "/]"),
    "s3/bucket:Bucket": ("[(", ")]"),
    "sns/topic:Topic": ("{{", "}}"),
    "sqs/queue:Queue": ("[[", "]]"),
}
# What a component was given.
_GIVEN = ("(", ")")

_GOES, _IS_GIVEN_UP = "-->", "-.->"

_Edge = tuple[str, str, str]


def draw(recording: Recording) -> str:
    """Draws a recording, without alarms, logs and permissions.

    Args:
        recording: The resources of a component. What they refer to and is none of them is drawn as given.
    """
    return "".join(f"{line}\n" for line in ["flowchart LR", *_Picture(recording).lines()])


class _Picture:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._resources = [
            one for kind in _SHAPES for one in sorted(recording.of_type(kind), key=lambda one: one.name)
        ]

    def lines(self) -> Iterator[str]:
        edges = {edge for edge in self._edges() if edge[0] != edge[2]}
        nodes = {resource.urn: self._node(resource) for resource in self._resources}
        given = {place for start, _, end in edges for place in (start, end)} - nodes.keys()
        nodes |= {place: _GIVEN[0] + json.dumps(place) + _GIVEN[1] for place in sorted(given)}
        numbers = {place: number for number, place in enumerate(nodes)}
        for place, node in nodes.items():
            yield f"    n{numbers[place]}{node}"
        for start, end, arrow in sorted((numbers[start], numbers[end], arrow) for start, arrow, end in edges):
            yield f"    n{start} {arrow} n{end}"

    def _node(self, resource: Resource) -> str:
        [shape] = [brackets for kind, brackets in _SHAPES.items() if resource.type.endswith(kind)]
        label = f"{resource.name} λ" if resource.type.endswith(":Function") else resource.name
        return shape[0] + json.dumps(label, ensure_ascii=False) + shape[1]

    def _edges(self) -> Iterator[_Edge]:
        yield from self._edges_of_apis()
        yield from self._edges_of_queues()
        for function in self._recording.of_type("lambda/function:Function"):
            yield from self._edges_of(function)

    def _edges_of_apis(self) -> Iterator[_Edge]:
        of_type = self._recording.of_type
        for distribution in of_type("cloudfront/distribution:Distribution"):
            for origin in distribution["origins"]:
                yield (
                    distribution.urn,
                    _GOES,
                    self._find("s3/bucket:Bucket", "bucketRegionalDomainName", origin["domainName"]),
                )
        for integration in of_type("apigatewayv2/integration:Integration"):
            yield self._from_api(integration["apiId"], integration["integrationUri"])
        for authorizer in of_type("apigatewayv2/authorizer:Authorizer"):
            if uri := authorizer.inputs.get("authorizerUri"):
                yield self._from_api(authorizer["apiId"], uri)

    def _edges_of_queues(self) -> Iterator[_Edge]:
        of_type = self._recording.of_type
        for rule in of_type("cloudwatch/eventRule:EventRule"):
            yield self._find("cloudwatch/eventBus:EventBus", "name", rule["eventBusName"]), _GOES, rule.urn
        for target in of_type("cloudwatch/eventTarget:EventTarget"):
            rule_urn = self._find("cloudwatch/eventRule:EventRule", "name", target["rule"])
            yield rule_urn, _GOES, self._at(target["arn"])
            yield rule_urn, _IS_GIVEN_UP, self._at(target["deadLetterConfig"]["arn"])
        for queue in of_type("sqs/queue:Queue"):
            if redrive := queue.inputs.get("redrivePolicy"):
                yield queue.urn, _IS_GIVEN_UP, self._at(json.loads(redrive)["deadLetterTargetArn"])

    def _edges_of(self, function: Resource) -> Iterator[_Edge]:
        """Yields what feeds a function, and then whatever else it may use."""
        fed_by = set()
        for mapping in self._recording.of_type("lambda/eventSourceMapping:EventSourceMapping"):
            if mapping["functionName"] == function["arn"]:
                fed_by.add(self._at(mapping["eventSourceArn"]))
                yield self._at(mapping["eventSourceArn"]), _GOES, function.urn
                if failed := mapping.inputs.get("destinationConfig"):
                    fed_by.add(self._at(failed["onFailure"]["destinationArn"]))
                    yield function.urn, _IS_GIVEN_UP, self._at(failed["onFailure"]["destinationArn"])
        [role] = [one for one in self._recording.of_type("iam/role:Role") if one["arn"] == function["role"]]
        for statement in self._recording.statements("iam/rolePolicy:RolePolicy", role["name"]):
            for arn in statement["Resource"]:
                if arn != "*" and ":logs:" not in arn and self._at(arn) not in fed_by:
                    yield function.urn, _GOES, self._at(arn)

    def _from_api(self, api_id: str, function_uri: str) -> _Edge:
        return (
            self._find("apigatewayv2/api:Api", "id", api_id),
            _GOES,
            self._find("lambda/function:Function", "invokeArn", function_uri),
        )

    def _find(self, kind: str, key: str, value: str) -> str:
        """Finds a resource by an output of it; what was given stands for itself."""
        return next((one.urn for one in self._recording.of_type(kind) if one[key] == value), value)

    def _at(self, arn: str) -> str:
        """Finds the resource that an ARN is of, or of a part of; a given one is called by its name."""
        for resource in self._resources:
            for own in (resource.outputs.get("arn"), resource.outputs.get("executionArn")):
                if own and (arn == own or arn.startswith((f"{own}/", f"{own}:"))):
                    return resource.urn
        return arn.partition("/stream/")[0].rpartition(":")[2].rpartition("/")[2]
