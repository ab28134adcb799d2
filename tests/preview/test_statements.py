"""Statements of IAM policies, a line each."""

import json

import pytest

from preview.statements import is_policy, statement_lines


def lines(**statement: object) -> list[str]:
    return statement_lines(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def test_a_statement_says_what_is_allowed_on_what() -> None:
    assert lines(Effect="Allow", Action=["s3:GetObject", "s3:PutObject"], Resource="a") == [
        "Allow s3:GetObject, s3:PutObject on a"
    ]


def test_a_statement_of_a_resource_says_whom_it_lets_in_and_when() -> None:
    assert lines(
        Effect="Allow",
        Principal={"Service": "events.amazonaws.com"},
        Action="sqs:SendMessage",
        Resource="queue",
        Condition={"ArnEquals": {"aws:SourceArn": ["rule"]}},
    ) == ["Allow Service events.amazonaws.com to sqs:SendMessage on queue if aws:SourceArn ArnEquals rule"]


def test_what_has_no_short_form_is_written_out() -> None:
    assert lines(Effect="Allow", NotAction="s3:*", Resource="*") == [
        '{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}'
    ]


@pytest.mark.parametrize("text", ["{id}", "{}", "[]", "Statement", '{"source": ["blog"]}'])
def test_another_text_is_no_policy(text: str) -> None:
    assert not is_policy(text)
