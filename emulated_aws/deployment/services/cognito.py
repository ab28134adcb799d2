"""Cognito: user pools, their clients and their domains."""

from emulated_aws.deployment.resource_type import Created, Output, ResourceType, response, template


def _pool_time(member: str) -> Output:
    return lambda created: created.response["UserPool"][member].isoformat()


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
            "creationDate": _pool_time("CreationDate"),
            "endpoint": _endpoint,
            "estimatedNumberOfUsers": response("UserPool", "EstimatedNumberOfUsers"),
            "lastModifiedDate": _pool_time("LastModifiedDate"),
            "userPoolTier": response("UserPool", "UserPoolTier"),
        },
        absent=(
            "adminCreateUserConfig",
            "customDomain",
            "deletionProtection",
            "domain",
            "emailVerificationMessage",
            "emailVerificationSubject",
            "mfaConfiguration",
            "passwordPolicy",
            "signInPolicy",
            "smsConfiguration",
            "smsVerificationMessage",
            "usernameConfiguration",
            "verificationMessageTemplate",
        ),
    ),
    "aws:cognito/userPoolClient:UserPoolClient": ResourceType(
        service="cognito-idp",
        create="CreateUserPoolClient",
        id=response("UserPoolClient", "ClientId"),
        auto_named="name",
        renames={"name": "ClientName"},
        outputs={
            # A public client has none.
            "clientSecret": lambda created: created.response["UserPoolClient"].get("ClientSecret", ""),
            "authSessionValidity": response("UserPoolClient", "AuthSessionValidity"),
            "enablePropagateAdditionalUserContextData": response(
                "UserPoolClient", "EnablePropagateAdditionalUserContextData"
            ),
            "enableTokenRevocation": response("UserPoolClient", "EnableTokenRevocation"),
            "explicitAuthFlows": response("UserPoolClient", "ExplicitAuthFlows"),
            "preventUserExistenceErrors": response("UserPoolClient", "PreventUserExistenceErrors"),
            "readAttributes": response("UserPoolClient", "ReadAttributes"),
            "refreshTokenValidity": response("UserPoolClient", "RefreshTokenValidity"),
            "writeAttributes": response("UserPoolClient", "WriteAttributes"),
        },
        absent=(
            "accessTokenValidity",
            "allowedOauthFlows",
            "allowedOauthFlowsUserPoolClient",
            "allowedOauthScopes",
            "callbackUrls",
            "defaultRedirectUri",
            "idTokenValidity",
            "logoutUrls",
            "supportedIdentityProviders",
        ),
    ),
    "aws:cognito/userPoolDomain:UserPoolDomain": ResourceType(
        service="cognito-idp",
        create="CreateUserPoolDomain",
        id=template("{domain}"),
        renames={"certificateArn": "CustomDomainConfig.CertificateArn"},
        outputs={
            "awsAccountId": template("{account}"),
            "managedLoginVersion": response("ManagedLoginVersion"),
        },
        absent=(
            "cloudfrontDistribution",
            "cloudfrontDistributionArn",
            "cloudfrontDistributionZoneId",
            "s3Bucket",
            "version",
        ),
    ),
}
