from dataclasses import replace

import pytest
from botocore.stub import Stubber

from functions.realtime_gateway.delivery_store import Claim, Delivery, DeliveryStore
from functions.runtime.clients import make_client

DELIVERY = Delivery("1", "ann", stage=2, holder="me")
UPDATE = {
    "TableName": "deliveries",
    "Key": {"postId": {"S": "1"}, "connectionId": {"S": "ann"}},
}

# What a claim makes while another holds the lease.
ATTEMPTS = 4


def refuse(dynamodb: Stubber, item: dict[str, object]) -> None:
    dynamodb.add_client_error("update_item", "ConditionalCheckFailedException", modeled_fields={"Item": item})


@pytest.fixture
def deliveries(dynamodb: Stubber) -> DeliveryStore:  # noqa: ARG001 - the client is stubbed
    return DeliveryStore(
        make_client("dynamodb"), "deliveries", clock=lambda: 1000.0, sleep=lambda _seconds: None
    )


@pytest.mark.parametrize(
    ("delivery", "sent_stage"),
    [(DELIVERY, ":stage"), (replace(DELIVERY, is_sent=False), "if_not_exists(sentStage, :none)")],
    ids=["to send", "to keep others from sending"],
)
def test_a_free_delivery_is_leased(
    deliveries: DeliveryStore, dynamodb: Stubber, delivery: Delivery, sent_stage: str
) -> None:
    is_free = (
        "(attribute_not_exists(toldStage) OR toldStage < :stage)"
        " AND (attribute_not_exists(sentStage) OR sentStage <= :stage)"
        " AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now OR leaseHolder = :holder)"
    )
    request = {
        **UPDATE,
        "UpdateExpression": (
            "SET leaseUntil = :until, leaseHolder = :holder, #expiry = :expiry,"
            f" sentStage = {sent_stage}, toldStage = if_not_exists(toldStage, :none)"
        ),
        "ExpressionAttributeNames": {"#expiry": "expiresAt"},
        "ConditionExpression": is_free,
        # Milliseconds, but for the expiry, which DynamoDB takes in seconds.
        "ExpressionAttributeValues": {
            ":now": {"N": "1000000"},
            ":stage": {"N": "2"},
            ":none": {"N": "0"},
            ":holder": {"S": "me"},
            ":until": {"N": "1015000"},
            ":expiry": {"N": "8200"},
        },
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    dynamodb.add_response("update_item", {}, request)
    assert deliveries.claim(delivery) is Claim.LEASED


def test_each_wish_to_deliver_is_its_own() -> None:
    assert Delivery("1", "ann", stage=2) != Delivery("1", "ann", stage=2)


@pytest.mark.parametrize(
    ("item", "claim"),
    [
        ({"leaseUntil": {"N": "1015000"}}, Claim.HELD),
        ({"leaseUntil": {"N": "1015000"}, "toldStage": {"N": "1"}}, Claim.HELD),
        ({"leaseUntil": {"N": "1015000"}, "toldStage": {"N": "2"}}, Claim.DELIVERED),
        ({"leaseUntil": {"N": "0"}, "toldStage": {"N": "3"}}, Claim.DELIVERED),
        ({"leaseUntil": {"N": "1015000"}, "sentStage": {"N": "2"}}, Claim.HELD),
        ({"leaseUntil": {"N": "0"}, "sentStage": {"N": "3"}}, Claim.DELIVERED),
    ],
)
def test_who_gets_no_lease_is_told_why(
    deliveries: DeliveryStore, dynamodb: Stubber, item: dict[str, object], claim: Claim
) -> None:
    for _attempt in range(ATTEMPTS if claim is Claim.HELD else 1):
        refuse(dynamodb, item)
    assert deliveries.claim(DELIVERY) is claim


def test_a_lease_that_another_ends_soon_is_waited_for(deliveries: DeliveryStore, dynamodb: Stubber) -> None:
    refuse(dynamodb, {"leaseUntil": {"N": "1015000"}})
    dynamodb.add_response("update_item", {})
    assert deliveries.claim(DELIVERY) is Claim.LEASED


def test_a_lease_is_released(deliveries: DeliveryStore, dynamodb: Stubber) -> None:
    change = {
        "UpdateExpression": "SET leaseUntil = :past",
        "ConditionExpression": "leaseHolder = :holder",
        "ExpressionAttributeValues": {":past": {"N": "0"}, ":holder": {"S": "me"}},
    }
    dynamodb.add_response("update_item", {}, {**UPDATE, **change})
    deliveries.release(DELIVERY)


def test_a_delivery_is_marked(deliveries: DeliveryStore, dynamodb: Stubber) -> None:
    change = {
        "UpdateExpression": "SET leaseUntil = :past, toldStage = :stage",
        "ConditionExpression": "leaseHolder = :holder",
        "ExpressionAttributeValues": {":past": {"N": "0"}, ":holder": {"S": "me"}, ":stage": {"N": "2"}},
    }
    dynamodb.add_response("update_item", {}, {**UPDATE, **change})
    deliveries.mark_delivered(DELIVERY)


MANY = [Delivery("1", connection_id, 2, holder="me") for connection_id in ("ann", "bob")]


def batch(statement: str, *parameters: list[dict[str, str]]) -> dict[str, object]:
    return {"Statements": [{"Statement": statement, "Parameters": values} for values in parameters]}


def test_many_that_something_is_there_of_are_claimed_by_one_call(
    deliveries: DeliveryStore, dynamodb: Stubber
) -> None:
    expected = batch(
        'UPDATE "deliveries" SET leaseUntil = ? SET leaseHolder = ? SET sentStage = ? SET expiresAt = ?'
        " WHERE postId = ? AND connectionId = ? AND toldStage < ? AND sentStage <= ? AND leaseUntil < ?",
        *(
            [
                *({"N": "1015000"}, {"S": "me"}, {"N": "2"}, {"N": "8200"}),
                *({"S": "1"}, {"S": connection_id}, {"N": "2"}, {"N": "2"}, {"N": "1000000"}),
            ]
            for connection_id in ("ann", "bob")
        ),
    )
    dynamodb.add_response("batch_execute_statement", {"Responses": [{}, {}]}, expected)
    assert deliveries.claim_each(MANY) == [Claim.LEASED, Claim.LEASED]


def test_many_that_nothing_is_there_of_are_claimed_by_one_call(
    deliveries: DeliveryStore, dynamodb: Stubber
) -> None:
    expected = batch(
        "INSERT INTO \"deliveries\" VALUE {'leaseUntil': ?, 'leaseHolder': ?, 'sentStage': ?, 'expiresAt': ?,"
        " 'postId': ?, 'connectionId': ?, 'toldStage': 0}",
        *(
            [*({"N": "1015000"}, {"S": "me"}, {"N": "1"}, {"N": "8200"}), {"S": "1"}, {"S": connection_id}]
            for connection_id in ("ann", "bob")
        ),
    )
    dynamodb.add_response("batch_execute_statement", {"Responses": [{}, {}]}, expected)
    assert deliveries.claim_each([replace(one, stage=1) for one in MANY]) == [Claim.LEASED, Claim.LEASED]


@pytest.mark.parametrize("code", ["ConditionalCheckFailed", "ValidationError", "ThrottlingError"])
def test_what_many_cannot_be_claimed_by_is_claimed_by_itself(
    deliveries: DeliveryStore, dynamodb: Stubber, code: str
) -> None:
    failed = {"Error": {"Code": code}}
    dynamodb.add_response("batch_execute_statement", {"Responses": [failed, {}]})
    dynamodb.add_response("batch_execute_statement", {"Responses": [failed]})
    refuse(dynamodb, {"sentStage": {"N": "3"}})
    assert deliveries.claim_each(MANY) == [Claim.DELIVERED, Claim.LEASED]


def test_many_are_marked_by_one_call_and_one_that_fails_by_itself(
    deliveries: DeliveryStore, dynamodb: Stubber
) -> None:
    expected = batch(
        'UPDATE "deliveries" SET leaseUntil = 0 SET toldStage = ?'
        " WHERE postId = ? AND connectionId = ? AND leaseHolder = ?",
        *([{"N": "2"}, {"S": "1"}, {"S": one}, {"S": "me"}] for one in ("ann", "bob")),
    )
    failed = {"Error": {"Code": "ThrottlingError"}}
    dynamodb.add_response("batch_execute_statement", {"Responses": [{}, failed]}, expected)
    dynamodb.add_response("update_item", {})
    deliveries.mark_each_delivered(MANY)


def test_claims_and_marks_of_many_fail_as_the_table_does(
    deliveries: DeliveryStore, dynamodb: Stubber
) -> None:
    failure = make_client("dynamodb").exceptions.InternalServerError
    many = [replace(DELIVERY, connection_id=f"c{number}") for number in range(26)]
    for act in (deliveries.claim_each, deliveries.mark_each_delivered):
        dynamodb.add_response("batch_execute_statement", {"Responses": [{}] * 25})
        dynamodb.add_client_error("batch_execute_statement", "InternalServerError")
        with pytest.raises(failure):
            act(many)
