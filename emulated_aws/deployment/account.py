"""The AWS account and region that a program is deployed into."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any

from botocore import xform_name
from botocore.config import Config

from emulated_aws.deployment.constraints import broken_constraints
from emulated_aws.deployment.errors import RefusedError
from emulated_aws.deployment.request import build_request
from emulated_aws.isolated_session import isolated_session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.client import BaseClient


class Account:
    """Calls the services of one account, from any thread.

    Args:
        endpoint: URL of the emulator, without a path.
        region: Region of every resource.
        access_key: Key of the root user: a deployment has no role of its own.
        secret_key: Secret of that key.
    """

    def __init__(self, endpoint: str, region: str, access_key: str, secret_key: str) -> None:
        self.endpoint = endpoint.rstrip("/")
        self.region = region
        self._credentials = (access_key, secret_key)
        self._session = isolated_session()
        self._clients: dict[str, BaseClient] = {}
        self._creating = threading.Lock()

    @property
    def host(self) -> str:
        """The endpoint's host and port."""
        return self.endpoint.partition("://")[2]

    @cached_property
    def id(self) -> str:
        """The account's twelve digits."""
        return str(self.call("sts", "GetCallerIdentity")["Account"])

    def client(self, service: str) -> BaseClient:
        """The client of a service, by boto3's name of it. Threads may share one, but not make two at once."""
        with self._creating:
            if service not in self._clients:
                access_key, secret_key = self._credentials
                self._clients[service] = self._session.create_client(
                    service,
                    region_name=self.region,
                    endpoint_url=self.endpoint,
                    aws_access_key_id=access_key,
                    aws_secret_access_key=secret_key,
                    # A refusal is an answer: trying again only hides it. No proxy leads to the emulator.
                    config=Config(retries={"total_max_attempts": 1}, proxies={}),
                )
            return self._clients[service]

    def close(self) -> None:
        """Closes the connections."""
        for client in self._clients.values():
            client.close()

    def call(
        self,
        service: str,
        operation: str,
        inputs: Mapping[str, Any] | None = None,
        renames: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Calls an operation with a resource's inputs.

        Args:
            service: boto3's name of the service, as "dynamodb".
            operation: The API's name of the operation, as "CreateTable".
            inputs: Inputs as Pulumi names them. Default: none.
            renames: What the request calls differently (see `build_request`). Default: nothing.

        Raises:
            UnsupportedError: The operation takes no such input.
            RefusedError: AWS would refuse a value.
            botocore.exceptions.ClientError: The service refuses.
        """
        client = self.client(service)
        shape = client.meta.service_model.operation_model(operation).input_shape
        request = build_request(shape, inputs or {}, renames or {}) if shape else {}
        if shape and (broken := list(broken_constraints(shape, request))):
            raise RefusedError(broken)
        response: dict[str, Any] = getattr(client, xform_name(operation))(**request)
        return response
