"""The same as deployment_read_back.py, for the resources of deployment_website_program.py."""

from typing import Any

READ_BACK: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    "aws:apigatewayv2/authorizer:Authorizer": (
        "apigatewayv2",
        "get_authorizer",
        {"ApiId": "{apiId}", "AuthorizerId": "{id}"},
        {
            "AuthorizerType": "JWT",
            "IdentitySource": ["$request.header.Authorization"],
            "Name": "{name}",
        },
    ),
    "aws:cloudfront/distribution:Distribution": (
        "cloudfront",
        "get_distribution",
        {"Id": "{id}"},
        {
            "Distribution": {
                "ARN": "{arn}",
                "Status": "Deployed",
                "DistributionConfig": {
                    "Enabled": True,
                    "Comment": "The page",
                    "DefaultRootObject": "index.html",
                    "HttpVersion": "http2and3",
                    "IsIPV6Enabled": True,
                    "PriceClass": "PriceClass_100",
                    "Origins": {"Quantity": 1, "Items": [{"Id": "bucket"}]},
                    "DefaultCacheBehavior": {
                        "ViewerProtocolPolicy": "redirect-to-https",
                        "AllowedMethods": {
                            "Quantity": 2,
                            "Items": ["GET", "HEAD"],
                            "CachedMethods": {"Quantity": 2, "Items": ["GET", "HEAD"]},
                        },
                        "Compress": True,
                    },
                    "CacheBehaviors": {
                        "Quantity": 1,
                        "Items": [{"PathPattern": "plain/*", "AllowedMethods": {"Quantity": 3}}],
                    },
                    "Restrictions": {
                        "GeoRestriction": {
                            "RestrictionType": "whitelist",
                            "Quantity": 2,
                            "Items": ["DE", "ES"],
                        }
                    },
                    "ViewerCertificate": {"CloudFrontDefaultCertificate": True},
                },
            },
        },
    ),
    "aws:cloudfront/originAccessControl:OriginAccessControl": (
        "cloudfront",
        "get_origin_access_control",
        {"Id": "{id}"},
        {
            "OriginAccessControl": {
                "OriginAccessControlConfig": {
                    "Name": "{name}",
                    "SigningBehavior": "always",
                    "SigningProtocol": "sigv4",
                    "OriginAccessControlOriginType": "s3",
                }
            },
        },
    ),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": (
        "cloudfront",
        "get_response_headers_policy",
        {"Id": "{id}"},
        {
            "ResponseHeadersPolicy": {
                "ResponseHeadersPolicyConfig": {
                    "Name": "{name}",
                    "SecurityHeadersConfig": {
                        "FrameOptions": {"FrameOption": "DENY", "Override": True},
                        "StrictTransportSecurity": {
                            "AccessControlMaxAgeSec": 63_072_000,
                            "IncludeSubdomains": True,
                            "Preload": True,
                        },
                    },
                    "CustomHeadersConfig": {
                        "Quantity": 1,
                        "Items": [{"Header": "permissions-policy", "Value": "camera=()"}],
                    },
                }
            },
        },
    ),
    "aws:cognito/userPool:UserPool": (
        "cognito-idp",
        "describe_user_pool",
        {"UserPoolId": "{id}"},
        {
            "UserPool": {
                "Arn": "{arn}",
                "Name": "{name}",
                "UsernameAttributes": ["email"],
                "AutoVerifiedAttributes": ["email"],
                "Policies": {"PasswordPolicy": {"MinimumLength": 15, "TemporaryPasswordValidityDays": 1}},
                "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
                "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
                "UserPoolTags": {"owner": "tests"},
            }
        },
    ),
    "aws:cognito/userPoolClient:UserPoolClient": (
        "cognito-idp",
        "describe_user_pool_client",
        {"UserPoolId": "{userPoolId}", "ClientId": "{id}"},
        {
            "UserPoolClient": {
                "ClientName": "{name}",
                "AllowedOAuthFlows": ["code"],
                "AllowedOAuthFlowsUserPoolClient": True,
                "AllowedOAuthScopes": ["openid", "email", "profile"],
                "PreventUserExistenceErrors": "ENABLED",
                "IdTokenValidity": 30,
                "TokenValidityUnits": {"IdToken": "minutes"},
            }
        },
    ),
    "aws:cognito/userPoolDomain:UserPoolDomain": (
        "cognito-idp",
        "describe_user_pool_domain",
        {"Domain": "{domain}"},
        {"DomainDescription": {"UserPoolId": "{userPoolId}"}},
    ),
    "aws:s3/bucket:Bucket": (
        "s3",
        "get_bucket_tagging",
        {"Bucket": "{bucket}"},
        {"TagSet": [{"Key": "owner", "Value": "tests"}]},
    ),
    "aws:s3/bucketObjectv2:BucketObjectv2": (
        "s3",
        "get_object",
        {"Bucket": "{bucket}", "Key": "{key}"},
        {
            "CacheControl": "no-cache",
            "ContentLength": len("<p>Hello</p>"),
            "ContentType": "text/html; charset=utf-8",
            "TagCount": 1,
        },
    ),
    "aws:s3/bucketPolicy:BucketPolicy": (
        "s3",
        "get_bucket_policy",
        {"Bucket": "{bucket}"},
        {"Policy": {"Statement": [{"Action": "s3:GetObject"}]}},
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (
        "s3",
        "get_public_access_block",
        {"Bucket": "{bucket}"},
        {
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            }
        },
    ),
}
"""By type: service, operation, request, and a part of the answer. A name in braces stands for that output."""
