"""Settings that a machine may have for other programs, each of which fails a client of AWS or a program."""

AWS = {
    "ALL_PROXY": "http://127.0.0.1:1",
    "AWS_CA_BUNDLE": "/nonexistent",
    "AWS_CONFIG_FILE": "/proc/version",  # no such file's syntax
    "AWS_DEFAULT_REGION": "mars-north-1",
    "AWS_DEFAULTS_MODE": "none",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
    "AWS_ENDPOINT_URL_SQS": "http://127.0.0.1:1",
    "AWS_MAX_ATTEMPTS": "many",
    "AWS_PROFILE": "nonexistent",
    "AWS_REGION": "mars-north-1",
    "AWS_REQUEST_CHECKSUM_CALCULATION": "none",
    "AWS_RETRY_MODE": "none",
    "AWS_SESSION_TOKEN": "of another account",
    "AWS_SHARED_CREDENTIALS_FILE": "/proc/version",
    "AWS_USE_DUALSTACK_ENDPOINT": "true",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "HTTP_PROXY": "http://127.0.0.1:1",
    "HTTPS_PROXY": "http://127.0.0.1:1",
}
"""Of AWS's SDKs."""

PULUMI = {
    "PULUMI_CONFIG": '{"trial:size": "3"}',
    "PULUMI_CONFIG_TRIAL_SIZE": "3",
    "PULUMI_ERROR_OUTPUT_STRING": "1",
}
"""Of Pulumi's SDK, for a program `trial`."""
