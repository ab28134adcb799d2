"""Services of AWS that functions call."""

import os
from typing import NamedTuple

from functions.runtime.aws.protocols import JsonProtocol, ManagementProtocol, ServiceProtocol


class Service(NamedTuple):
    """A service.

    Attributes:
        name: The SDK's name of it.
        signing_name: What signatures and host names call it.
        protocol: How it is spoken to.
        attempts: How often a call is tried, as in the SDK's standard mode.
    """

    name: str
    signing_name: str
    protocol: ServiceProtocol
    attempts: int = 3

    @classmethod
    def named(cls, name: str) -> "Service":
        """Finds a service by the SDK's name of it."""
        match name:
            case "dynamodb":
                return cls(name, name, JsonProtocol("DynamoDB_20120810", "1.0"), attempts=4)
            case "sqs":
                return cls(name, name, JsonProtocol("AmazonSQS", "1.0"))
            case "events":
                return cls(name, name, JsonProtocol("AWSEvents", "1.1"))
            case "comprehend":
                return cls(name, name, JsonProtocol("Comprehend_20171127", "1.1"))
            case "apigatewaymanagementapi":
                return cls(name, "execute-api", ManagementProtocol())
            case "sns":
                from functions.runtime.aws.sns_protocol import SnsProtocol  # noqa: PLC0415 - others read no XML

                return cls(name, name, SnsProtocol())
        raise LookupError(f"functions do not call {name} yet")

    def endpoint(self, region: str) -> str:
        """Returns where the service is in a region, or where the environment says that it is."""
        environ = os.environ
        named = environ.get(f"AWS_ENDPOINT_URL_{self.name.upper()}") or environ.get("AWS_ENDPOINT_URL")
        domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
        return named or f"https://{self.signing_name}.{region}.{domain}"
