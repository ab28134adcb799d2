"""User who can sign in to the local stack."""

from emulated_aws.emulator import Emulator

EMAIL = "joe@example.com"
PASSWORD = "Travelling-2-Spain"  # noqa: S105 - of a user who exists on this machine only
"""What the demo user types at the sign-in page."""


def create_demo_user(emulator: Emulator, user_pool_id: str, client_id: str, email: str = EMAIL) -> str:
    """Makes a user whose email address is verified, and signs in.

    Args:
        emulator: Where the pool is.
        user_pool_id: The Cognito user pool.
        client_id: A client of the pool that allows `ADMIN_USER_PASSWORD_AUTH`.
        email: Unique in the pool; the user signs in with it and `PASSWORD`.

    Returns:
        An ID token, for `Authorization: Bearer …`. It lasts as long as the client says, by default an hour.
    """
    cognito = emulator.client("cognito-idp")
    cognito.admin_create_user(
        UserPoolId=user_pool_id,
        Username=email,
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
        TemporaryPassword=PASSWORD,  # one that MiniStack makes up could break the pool's policy
        MessageAction="SUPPRESS",  # nobody needs an invitation
    )
    cognito.admin_set_user_password(
        UserPoolId=user_pool_id, Username=email, Password=PASSWORD, Permanent=True
    )
    answer = cognito.admin_initiate_auth(
        UserPoolId=user_pool_id,
        ClientId=client_id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": PASSWORD},
    )
    return answer["AuthenticationResult"]["IdToken"]
