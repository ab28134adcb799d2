"""Retries of DynamoDB stream batches as AWS does them.

MiniStack repeats a failed batch for ever, takes a partial failure for success, and delivers all streams in
one thread. Here a batch has a thread of its own, and the rules are those of the Lambda developer guide
("Using AWS Lambda with Amazon DynamoDB", "Configuring partial batch response"):

- `ReportBatchItemFailures`: the batch goes on from the lowest failed record; those before it are done.
- `MaximumRetryAttempts`, `MaximumRecordAgeInSeconds`: then the on-failure destination is told, and the stream
  goes on.
- `BisectBatchOnFunctionError`: a batch that fails as a whole is halved, which is not counted as a retry.

Where records come from, the filters, running the function and the destination's record remain MiniStack's.

Delete when MiniStack follows these rules, and a stream whose function fails or is slow holds up no other.
"""

import logging
import time
from dataclasses import dataclass
from typing import Any, Self

from ministack.core.responses import request_scope
from ministack.services import dynamodb, lambda_svc

_log = logging.getLogger(__name__)

Record = dict[str, Any]

# AWS backs off exponentially and gives no figures. These are short, so that nobody waits for a local retry.
_FIRST_BACKOFF_SECONDS = 0.1
_LONGEST_BACKOFF_SECONDS = 2.0


def install() -> None:
    """Delivers streams in place of MiniStack, whose poll loop calls this function each time it wakes."""
    lambda_svc._poll_dynamodb_streams = _start_batches


def _start_batches() -> bool:
    """Starts a batch for each mapping that has records and no batch at work. Tells whether there was any."""
    started = False
    for account, region, mapping in lambda_svc._iter_all_esms():
        if ":dynamodb:" not in mapping["EventSourceArn"] or lambda_svc._esm_inflight.get(mapping["UUID"]):
            continue
        with request_scope(account, region):
            if _is_live(mapping) and (batch := _Batch.next(mapping)):
                lambda_svc._dispatch_esm_batch(mapping["UUID"], batch.work_off)
                started = True
    return started


def _is_live(mapping: dict[str, Any]) -> bool:
    return mapping["UUID"] in lambda_svc._esms and mapping.get("Enabled", True)


@dataclass
class _Batch:
    """One batch of one mapping."""

    mapping: dict[str, Any]
    function: dict[str, Any]
    records: list[Record]
    """Those that pass the mapping's filter."""
    positions: dict[str, int]
    """Where in the stream each sequence number is."""
    end: int
    """The position after the batch."""

    @classmethod
    def next(cls, mapping: dict[str, Any]) -> Self | None:
        """Finds the batch that waits at the mapping's position, if any."""
        table = mapping["EventSourceArn"].split("/")[1]
        start = max(
            lambda_svc._dynamodb_stream_positions[mapping["UUID"]], dynamodb.stream_start_position(table)
        )
        records = dynamodb.stream_records_since(table, start, mapping["BatchSize"])
        name, qualifier = mapping["FunctionName"], mapping.get("Qualifier")
        function, _ = lambda_svc._get_func_record_for_qualifier(name, qualifier)
        if not records or not function:
            return None
        return cls(
            mapping,
            function,
            records=lambda_svc._apply_filter_criteria(records, mapping),
            positions={_sequence_number(record): start + index for index, record in enumerate(records)},
            end=start + len(records),
        )

    def work_off(self) -> None:
        """Delivers the batch until every record is done or given up, or the mapping disabled or deleted."""
        parts, attempts = [self.records], 0
        while parts := [part for part in parts if part]:
            part = parts.pop(0)
            self._move_to(self.positions[_sequence_number(part[0])])
            if not _is_live(self.mapping):
                return
            result = lambda_svc._execute_function(self.function, {"Records": part})
            failed_at = self._first_failure(part, result)
            self.mapping["LastProcessingResult"] = (
                "OK" if failed_at is None else "PROBLEM: Function call failed"
            )
            if failed_at is None:
                attempts = 0
                continue
            _log.warning("%s failed at record %s: %s", self.mapping["FunctionName"], failed_at, result)
            part, attempts = part[failed_at:], attempts + 1 if failed_at == 0 else 1
            if result.get("error") and self.mapping.get("BisectBatchOnFunctionError") and len(part) > 1:
                middle, attempts = len(part) // 2, 0
                parts = [part[:middle], part[middle:], *parts]
            elif reason := self._reason_to_give_up(part, attempts):
                stream_arn = self.mapping["EventSourceArn"]
                lambda_svc._send_ddb_stream_failure_record(
                    self.mapping, self.function, part, stream_arn, result, reason
                )
                attempts = 0
            else:
                parts = [part, *parts]
                time.sleep(min(_FIRST_BACKOFF_SECONDS * 2 ** (attempts - 1), _LONGEST_BACKOFF_SECONDS))
        self._move_to(self.end)

    def _move_to(self, position: int) -> None:
        if self.mapping["UUID"] in lambda_svc._esms:
            lambda_svc._dynamodb_stream_positions[self.mapping["UUID"]] = position

    def _first_failure(self, part: list[Record], result: dict[str, Any]) -> int | None:
        """Finds the index of the lowest failed record, or None if all are done."""
        if result.get("error"):
            return 0
        if "ReportBatchItemFailures" not in self.mapping.get("FunctionResponseTypes", []):
            return None
        order = [_sequence_number(record) for record in part]
        try:
            failures = (result.get("body") or {}).get("batchItemFailures") or []
            return min((order.index(failure["itemIdentifier"]) for failure in failures), default=None)
        except (AttributeError, KeyError, TypeError, ValueError):
            return 0  # AWS takes an answer that makes no sense for a failure of the whole batch

    def _reason_to_give_up(self, part: list[Record], attempts: int) -> str | None:
        """Gives AWS's name of the reason. Limits that are absent or -1 mean: never."""
        retries = self.mapping.get("MaximumRetryAttempts", -1)
        if 0 <= retries < attempts:
            return "RetryAttemptsExhausted"
        seconds = self.mapping.get("MaximumRecordAgeInSeconds", -1)
        if 0 <= seconds < time.time() - part[0]["dynamodb"]["ApproximateCreationDateTime"]:
            return "MaxRecordAgeExceeded"
        return None


def _sequence_number(record: Record) -> str:
    number: str = record["dynamodb"]["SequenceNumber"]
    return number
