"""Cognito: user pools, their clients and their domains."""

from emulated_aws.deployment.resource_type import Created, ResourceType, response, template


def _endpoint(created: Created) -> str:
    """The pool's issuer without its scheme (see `emulated_aws.server.issuer`)."""
    return f"{created.account.host}/{created.response['UserPool']['Id']}"


RESOURCE_TYPES = {
    "aws:cognito/userPool:UserPool": ResourceType(
        service="cognito-idp",
        create="CreateUserPool",
        id=response("UserPool", "Id"),
        auto_named="name",
        renames={
            "name": "PoolName",
            "passwordPolicy": "Policies.PasswordPolicy",
            "signInPolicy": "Policies.SignInPolicy",
            "tags": "UserPoolTags",
        },
        outputs={
            "arn": response("UserPool", "Arn"),
            "endpoint": _endpoint,
        },
    ),
    "aws:cognito/userPoolClient:UserPoolClient": ResourceType(
        service="cognito-idp",
        create="CreateUserPoolClient",
        id=response("UserPoolClient", "ClientId"),
        auto_named="name",
        renames={"name": "ClientName"},
    ),
    "aws:cognito/userPoolDomain:UserPoolDomain": ResourceType(
        service="cognito-idp",
        create="CreateUserPoolDomain",
        id=template("{domain}"),
        # Developer guide, "Using the Amazon Cognito domain"; a domain of one's own has dots.
        limits={"domain": r"(?!.*(?:aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?|.+\..+"},
        renames={"certificateArn": "CustomDomainConfig.CertificateArn"},
    ),
}
