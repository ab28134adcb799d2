"""A Pulumi program with a resource of each type that a website and its users need.

test_deployment_types.py and test_website.py run it.
"""

import json

import pulumi
import pulumi_aws as aws

from tests.emulated_aws.deployment_specimens import export, policy

bucket = aws.s3.Bucket("site", force_destroy=True, tags={"owner": "tests"})
public_access_block = aws.s3.BucketPublicAccessBlock(
    "site",
    bucket=bucket.bucket,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)
origin_access_control = aws.cloudfront.OriginAccessControl(
    "site",
    description="Signs what CloudFront asks of the bucket",
    origin_access_control_origin_type="s3",
    signing_behavior="always",
    signing_protocol="sigv4",
)
response_headers_policy = aws.cloudfront.ResponseHeadersPolicy(
    "site",
    comment="Security headers",
    security_headers_config={
        "content_security_policy": {"content_security_policy": "default-src 'self'", "override": True},
        "content_type_options": {"override": True},
        "frame_options": {"frame_option": "DENY", "override": True},
        "referrer_policy": {"referrer_policy": "no-referrer", "override": True},
        "strict_transport_security": {
            "access_control_max_age_sec": 63_072_000,
            "include_subdomains": True,
            "preload": True,
            "override": True,
        },
    },
    custom_headers_config={
        "items": [{"header": "permissions-policy", "value": "camera=()", "override": True}]
    },
)
distribution = aws.cloudfront.Distribution(
    "site",
    enabled=True,
    comment="The page",
    default_root_object="index.html",
    http_version="http2and3",
    is_ipv6_enabled=True,
    price_class="PriceClass_100",
    origins=[
        {
            "origin_id": "bucket",
            "domain_name": bucket.bucket_regional_domain_name,
            "origin_access_control_id": origin_access_control.id,
        }
    ],
    default_cache_behavior={
        "target_origin_id": "bucket",
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": ["GET", "HEAD"],
        "cached_methods": ["GET", "HEAD"],
        "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6",  # CloudFront's own "CachingOptimized"
        "response_headers_policy_id": response_headers_policy.id,
        "compress": True,
    },
    ordered_cache_behaviors=[
        {
            "path_pattern": "plain/*",
            "target_origin_id": "bucket",
            "viewer_protocol_policy": "https-only",
            "allowed_methods": ["GET", "HEAD", "OPTIONS"],
            "cached_methods": ["GET", "HEAD"],
            "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        }
    ],
    restrictions={"geo_restriction": {"restriction_type": "whitelist", "locations": ["DE", "ES"]}},
    viewer_certificate={"cloudfront_default_certificate": True},
    wait_for_deployment=False,
    tags={"owner": "tests"},
)
bucket_policy = aws.s3.BucketPolicy(
    "site",
    bucket=bucket.bucket,
    policy=pulumi.Output.all(bucket.arn, distribution.arn).apply(
        lambda arns: policy(
            Principal={"Service": "cloudfront.amazonaws.com"},
            Action="s3:GetObject",
            Resource=f"{arns[0]}/*",
            Condition={"StringEquals": {"AWS:SourceArn": arns[1]}},
        )
    ),
)
site_url = pulumi.Output.concat("https://", distribution.domain_name)
index = aws.s3.BucketObjectv2(
    "index",
    bucket=bucket.bucket,
    key="index.html",
    content="<p>Hello</p>",
    content_type="text/html; charset=utf-8",
    cache_control="no-cache",
    tags={"owner": "tests"},
)
aws.s3.BucketObjectv2(
    "config",
    bucket=bucket.bucket,
    key="config.json",
    source=site_url.apply(lambda url: pulumi.StringAsset(json.dumps({"siteUrl": url}))),
    content_type="application/json",
)

user_pool = aws.cognito.UserPool(
    "users",
    username_attributes=["email"],
    auto_verified_attributes=["email"],
    password_policy={"minimum_length": 15, "require_lowercase": True, "temporary_password_validity_days": 1},
    admin_create_user_config={"allow_admin_create_user_only": True},
    account_recovery_setting={"recovery_mechanisms": [{"name": "verified_email", "priority": 1}]},
    tags={"owner": "tests"},
)
user_pool_client = aws.cognito.UserPoolClient(
    "page",
    user_pool_id=user_pool.id,
    explicit_auth_flows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    allowed_oauth_flows=["code"],
    allowed_oauth_flows_user_pool_client=True,
    allowed_oauth_scopes=["openid", "email", "profile"],
    callback_urls=[pulumi.Output.concat(site_url, "/")],
    supported_identity_providers=["COGNITO"],
    prevent_user_existence_errors="ENABLED",
    id_token_validity=30,
    token_validity_units={"id_token": "minutes"},
)
user_pool_domain = aws.cognito.UserPoolDomain("users", domain="trial-users", user_pool_id=user_pool.id)
issuer = pulumi.Output.concat("https://", user_pool.endpoint)

function = aws.lambda_.Function(
    "whoami",
    code=pulumi.FileArchive("code.zip"),
    handler="handler.handle",
    runtime="python3.13",
    role=aws.iam.Role("whoami", assume_role_policy=policy(Action="sts:AssumeRole")).arn,
    environment={"variables": {"ISSUER": issuer}},
)
api = aws.apigatewayv2.Api(
    "whoami",
    protocol_type="HTTP",
    cors_configuration={"allow_origins": [site_url, "https://example.org"], "allow_methods": ["GET"]},
)
authorizer = aws.apigatewayv2.Authorizer(
    "whoami",
    api_id=api.id,
    authorizer_type="JWT",
    identity_sources=["$request.header.Authorization"],
    jwt_configuration={"issuer": issuer, "audiences": [user_pool_client.id]},
)
integration = aws.apigatewayv2.Integration(
    "whoami",
    api_id=api.id,
    integration_type="AWS_PROXY",
    integration_uri=function.invoke_arn,
    payload_format_version="2.0",
)
aws.apigatewayv2.Route(
    "whoami",
    api_id=api.id,
    route_key="GET /whoami",
    target=integration.id.apply("integrations/{}".format),
    authorization_type="JWT",
    authorizer_id=authorizer.id,
)
stage = aws.apigatewayv2.Stage("whoami", api_id=api.id, name="$default", auto_deploy=True)

export(
    bucket,
    public_access_block,
    bucket_policy,
    index,
    origin_access_control,
    response_headers_policy,
    distribution,
    user_pool,
    user_pool_client,
    user_pool_domain,
    authorizer,
)
pulumi.export("siteUrl", site_url)
pulumi.export("issuer", issuer)
pulumi.export("audience", user_pool_client.id)
pulumi.export("apiId", api.id)
pulumi.export("apiUrl", stage.invoke_url)
