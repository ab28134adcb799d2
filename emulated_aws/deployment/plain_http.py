"""Plain HTTP in the place of HTTPS: the emulated AWS has no TLS.

Some outputs are hosts on AWS, such as a distribution's domain name, and programs put `https://` before them.
"""

import pulumi


def plain_http(value: object, endpoint: str) -> object:
    """Puts the emulated AWS's own scheme before its address, wherever a program made it `https://`.

    Args:
        value: Inputs or outputs, with texts at any depth.
        endpoint: URL of the emulated AWS, such as `http://127.0.0.1:4566`.
    """
    match value:
        case str():
            return value.replace(endpoint.replace("http://", "https://", 1), endpoint)
        case list():
            return [plain_http(item, endpoint) for item in value]
        case dict():
            return {key: plain_http(item, endpoint) for key, item in value.items()}
        case pulumi.StringAsset(text=text):
            return pulumi.StringAsset(str(plain_http(text, endpoint)))
    return value
