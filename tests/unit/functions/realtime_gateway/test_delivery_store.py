from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from functions.realtime_gateway.delivery_store import Claim, Delivery, DeliveryStore

DELIVERY = Delivery(message_id="blogPostEnriched#1", connection_id="ann")
UPDATE = {
    "TableName": "deliveries",
    "Key": {"messageId": {"S": "blogPostEnriched#1"}, "connectionId": {"S": "ann"}},
}


@pytest.fixture
def deliveries(dynamodb: Stubber) -> DeliveryStore:  # noqa: ARG001 - the client is stubbed
    return DeliveryStore(boto3.client("dynamodb"), "deliveries", clock=lambda: 1000.0)


def test_a_free_delivery_is_leased(deliveries: DeliveryStore, dynamodb: Stubber) -> None:
    is_free = (
        "attribute_not_exists(delivered)"
        " AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now OR leaseHolder = :holder)"
    )
    request = {
        **UPDATE,
        "UpdateExpression": "SET leaseUntil = :until, leaseHolder = :holder, #expiry = :expiry",
        "ExpressionAttributeNames": {"#expiry": "expiresAt"},
        "ConditionExpression": is_free,
        # Milliseconds, but for the expiry, which DynamoDB takes in seconds.
        "ExpressionAttributeValues": {
            ":now": {"N": "1000000"},
            ":holder": {"S": ANY},
            ":until": {"N": "1015000"},
            ":expiry": {"N": "8200"},
        },
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    dynamodb.add_response("update_item", {}, request)
    assert deliveries.claim(DELIVERY) is Claim.LEASED


def test_each_claim_is_its_own_holders(deliveries: DeliveryStore, dynamodb: Stubber) -> None:
    holders = []

    def note_holder(params: dict[str, Any], **_event: object) -> None:
        holders.append(params["ExpressionAttributeValues"][":holder"]["S"])

    events = boto3.client("dynamodb").meta.events
    events.register("provide-client-params.dynamodb.UpdateItem", note_holder)
    for _claim in range(2):
        dynamodb.add_response("update_item", {})
        deliveries.claim(DELIVERY)
    events.unregister("provide-client-params.dynamodb.UpdateItem", note_holder)
    assert len(set(holders)) == 2


@pytest.mark.parametrize(
    ("item", "claim"),
    [
        ({"leaseUntil": {"N": "1015000"}}, Claim.HELD),
        ({"leaseUntil": {"N": "1015000"}, "delivered": {"BOOL": True}}, Claim.DELIVERED),
    ],
)
def test_who_gets_no_lease_is_told_why(
    deliveries: DeliveryStore, dynamodb: Stubber, item: dict[str, object], claim: Claim
) -> None:
    dynamodb.add_client_error("update_item", "ConditionalCheckFailedException", modeled_fields={"Item": item})
    assert deliveries.claim(DELIVERY) is claim


def test_a_lease_is_released(deliveries: DeliveryStore, dynamodb: Stubber) -> None:
    change = {
        "UpdateExpression": "SET leaseUntil = :past",
        "ExpressionAttributeValues": {":past": {"N": "0"}},
    }
    dynamodb.add_response("update_item", {}, {**UPDATE, **change})
    deliveries.release(DELIVERY)


def test_a_delivery_is_marked(deliveries: DeliveryStore, dynamodb: Stubber) -> None:
    change = {
        "UpdateExpression": "SET delivered = :true",
        "ExpressionAttributeValues": {":true": {"BOOL": True}},
    }
    dynamodb.add_response("update_item", {}, {**UPDATE, **change})
    deliveries.mark_delivered(DELIVERY)
