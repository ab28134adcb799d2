"""Identity of users: an existing OpenID Connect issuer, or a Cognito user pool of the stack's own."""

from collections.abc import Sequence
from hashlib import sha256
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.parts.arguments import ArgumentError, Problem, check_arguments
from infra.parts.rules import Audience, CallbackUrl, Issuer


class IdentityArgs(TypedDict):
    """Arguments of `Identity`."""

    issuer: NotRequired[Issuer | None]
    """The URL of an OpenID Connect issuer. Default: a Cognito user pool is made."""

    audience: NotRequired[Audience | None]
    """The client id that the issuer knows the blog by. Needed with `issuer`."""

    callback_urls: NotRequired[Sequence[pulumi.Input[CallbackUrl]]]
    """URLs for the user pool to send people to after they signed in, or out. Default: none: the pool has no
    pages to sign in then."""

    deletion_protection: NotRequired[bool]
    """Whether Pulumi and AWS refuse to delete the user pool. Default: `True`."""


class Identity(pulumi.ComponentResource):
    """Says whose tokens are good.

    A user pool of its own takes only users that an administrator made: nobody signs up by themselves. Its
    client is public, as that of any page is: it has no secret, and signs in with a code and PKCE (RFC 7636).
    """

    issuer: pulumi.Output[str]
    """The issuer's URL: the `iss` of good tokens."""

    audience: pulumi.Output[str]
    """The client's id: the `aud` of good tokens."""

    user_pool_id: pulumi.Output[str] | None = None
    """The id of the user pool, if the component made one."""

    def __init__(self, name: str, args: IdentityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Takes the given issuer, or creates a user pool with a client, and pages to sign in if any are used.

        Raises:
            ArgumentError: There is an issuer without an audience, or the other way round.
        """
        super().__init__("blog:index:Identity", name, None, opts)
        args = check_arguments(self, args, IdentityArgs)
        issuer, audience = args.get("issuer"), args.get("audience")

        if (issuer is None) != (audience is None):
            missing = "audience" if audience is None else "issuer"
            raise ArgumentError("Identity", [Problem((missing,), "issuer and audience need each other")])
        if issuer is not None and audience is not None:
            self.issuer = pulumi.Output.from_input(issuer)
            self.audience = pulumi.Output.from_input(audience)
        else:
            pool, client = _create_user_pool(name, args, pulumi.ResourceOptions(parent=self))
            self.user_pool_id = pool.id
            self.issuer = pulumi.Output.concat("https://", pool.endpoint)
            self.audience = client.id
        self.register_outputs({"issuer": self.issuer, "audience": self.audience})


def _create_user_pool(
    name: str, args: IdentityArgs, child: pulumi.ResourceOptions
) -> tuple[aws.cognito.UserPool, aws.cognito.UserPoolClient]:
    protection = args.get("deletion_protection", True)
    callback_urls = args.get("callback_urls", [])
    pool = aws.cognito.UserPool(
        f"{name}-users",
        # The plan with the classic pages to sign in, and passwords: nothing here needs a dearer one.
        # https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
        user_pool_tier="LITE",
        username_attributes=["email"],
        # Whoever signs in types an address in any case. This cannot be changed later.
        username_configuration={"case_sensitive": False},
        auto_verified_attributes=["email"],
        admin_create_user_config={"allow_admin_create_user_only": True},
        password_policy={
            # NIST SP 800-63B: length counts, prescribed kinds of characters do not.
            "minimum_length": 15,
            "require_lowercase": False,
            "require_numbers": False,
            "require_symbols": False,
            "require_uppercase": False,
            "temporary_password_validity_days": 7,
        },
        deletion_protection="ACTIVE" if protection else "INACTIVE",
        opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(protect=protection or None)),
    )
    client = aws.cognito.UserPoolClient(
        f"{name}-client",
        user_pool_id=pool.id,
        callback_urls=callback_urls,
        logout_urls=callback_urls,
        supported_identity_providers=["COGNITO"],
        # Cognito refuses the code flow without callback URLs (https://github.com/anomalyco/sst/issues/6272).
        # Empty lists, because AWS's provider keeps the flows of a client that names none.
        allowed_oauth_flows_user_pool_client=bool(callback_urls),
        allowed_oauth_flows=["code"] if callback_urls else [],
        allowed_oauth_scopes=["openid", "email", "profile"] if callback_urls else [],
        # Besides the pages: an administrator may sign a user in, which takes IAM permissions.
        explicit_auth_flows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        prevent_user_existence_errors="ENABLED",
        opts=child,
    )
    if callback_urls:
        aws.cognito.UserPoolDomain(
            f"{name}-domain",
            # A prefix must be unique in its region, as pool ids are. It must not contain `aws`, `amazon` or
            # `cognito`: a digest in hex cannot.
            domain=pool.id.apply(lambda pool_id: f"blog-{sha256(pool_id.encode()).hexdigest()[:20]}"),
            user_pool_id=pool.id,
            managed_login_version=1,  # the classic pages
            opts=child,
        )
    return pool, client
