"""Calls that read each type of resource back from the emulated AWS, and what they should find."""

from typing import Any

KEY = "arn:aws:kms:us-east-1:000000000000:key/0d4f3a52-7c1b-4b0e-9a64-3f2c5e8d1a90"

READ_BACK: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    "aws:apigatewayv2/api:Api": (
        "apigatewayv2",
        "get_api",
        {"ApiId": "{id}"},
        {
            "ProtocolType": "HTTP",
            "CorsConfiguration": {
                "AllowOrigins": ["https://example.org"],
                "AllowMethods": ["POST"],
                "MaxAge": 60,
            },
            "Tags": {"owner": "tests"},
        },
    ),
    "aws:apigatewayv2/integration:Integration": (
        "apigatewayv2",
        "get_integration",
        {"ApiId": "{apiId}", "IntegrationId": "{id}"},
        {"IntegrationType": "AWS_PROXY", "PayloadFormatVersion": "2.0", "TimeoutInMillis": 10_000},
    ),
    "aws:apigatewayv2/route:Route": (
        "apigatewayv2",
        "get_route",
        {"ApiId": "{apiId}", "RouteId": "{id}"},
        {"RouteKey": "POST /orders", "Target": "{target}"},
    ),
    "aws:apigatewayv2/stage:Stage": (
        "apigatewayv2",
        "get_stage",
        {"ApiId": "{apiId}", "StageName": "{name}"},
        {
            "AutoDeploy": True,
            "DefaultRouteSettings": {"ThrottlingBurstLimit": 10, "ThrottlingRateLimit": 5.5},
            "RouteSettings": {"POST /orders": {"ThrottlingBurstLimit": 2}},
            "Tags": {"owner": "tests"},
        },
    ),
    "aws:cloudwatch/eventArchive:EventArchive": (
        "events",
        "describe_archive",
        {"ArchiveName": "{name}"},
        {
            "ArchiveArn": "{arn}",
            "Description": "What happened",
            "EventSourceArn": "{eventSourceArn}",
            "EventPattern": {"source": ["shop"]},
            "RetentionDays": 3,
            "KmsKeyIdentifier": KEY,
        },
    ),
    "aws:cloudwatch/eventBus:EventBus": (
        "events",
        "describe_event_bus",
        {"Name": "{name}"},
        {
            "Arn": "{arn}",
            "Description": "The shop's events",
            "KmsKeyIdentifier": KEY,
            "DeadLetterConfig": {},
            "LogConfig": {"IncludeDetail": "NONE", "Level": "ERROR"},
        },
    ),
    "aws:cloudwatch/logDelivery:LogDelivery": (
        "logs",
        "get_delivery",
        {"id": "{id}"},
        {
            "delivery": {
                "arn": "{arn}",
                "deliverySourceName": "{deliverySourceName}",
                "deliveryDestinationArn": "{deliveryDestinationArn}",
                "recordFields": ["event_timestamp", "log_level"],
                "tags": {"owner": "tests"},
            }
        },
    ),
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": (
        "logs",
        "get_delivery_destination",
        {"name": "{name}"},
        {
            "deliveryDestination": {
                "arn": "{arn}",
                "deliveryDestinationType": "CWL",
                "outputFormat": "json",
                "tags": {"owner": "tests"},
            }
        },
    ),
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": (
        "logs",
        "get_delivery_source",
        {"name": "{name}"},
        {
            "deliverySource": {
                "arn": "{arn}",
                "logType": "ERROR_LOGS",
                "resourceArns": ["{resourceArn}"],
                "service": "{service}",
                "tags": {"owner": "tests"},
            }
        },
    ),
    "aws:cloudwatch/eventRule:EventRule": (
        "events",
        "describe_rule",
        {"Name": "{name}", "EventBusName": "{eventBusName}"},
        {"Arn": "{arn}", "EventPattern": {"source": ["shop"]}, "State": "ENABLED"},
    ),
    "aws:cloudwatch/eventTarget:EventTarget": (
        "events",
        "list_targets_by_rule",
        {"Rule": "{rule}", "EventBusName": "{eventBusName}"},
        {
            "Targets": [
                {
                    "Id": "{targetId}",
                    "Arn": "{arn}",
                    "InputTransformer": {
                        "InputPathsMap": {"total": "$.detail.total"},
                        "InputTemplate": '"<total>"',
                    },
                    "DeadLetterConfig": {},
                    "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 3},
                }
            ]
        },
    ),
    "aws:cloudwatch/dashboard:Dashboard": (
        "cloudwatch",
        "get_dashboard",
        {"DashboardName": "{dashboardName}"},
        {"DashboardBody": {"widgets": []}},
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (
        "cloudwatch",
        "describe_alarms",
        {"AlarmNames": ["{name}"]},
        {
            "MetricAlarms": [
                {
                    "AlarmArn": "{arn}",
                    "AlarmDescription": "Jobs wait",
                    "Namespace": "AWS/SQS",
                    "MetricName": "ApproximateAgeOfOldestMessage",
                    "Dimensions": [{"Name": "QueueName"}],
                    "Statistic": "Maximum",
                    "Period": 60,
                    "EvaluationPeriods": 2,
                    "Threshold": 30.0,
                    "ComparisonOperator": "GreaterThanThreshold",
                    "TreatMissingData": "notBreaching",
                    "AlarmActions": "{alarmActions}",
                    "OKActions": "{okActions}",
                }
            ]
        },
    ),
    "aws:cloudwatch/logGroup:LogGroup": (
        "logs",
        "describe_log_groups",
        {"logGroupNamePrefix": "{name}"},
        {"logGroups": [{"logGroupArn": "{arn}", "retentionInDays": 14, "kmsKeyId": KEY}]},
    ),
    "aws:dynamodb/table:Table": (
        "dynamodb",
        "describe_table",
        {"TableName": "{name}"},
        {
            "Table": {
                "TableArn": "{arn}",
                "KeySchema": [
                    {"AttributeName": "id", "KeyType": "HASH"},
                    {"AttributeName": "createdAt", "KeyType": "RANGE"},
                ],
                "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
                "GlobalSecondaryIndexes": [
                    {
                        "IndexName": "by-status",
                        "KeySchema": [
                            {"AttributeName": "status", "KeyType": "HASH"},
                            {"AttributeName": "createdAt", "KeyType": "RANGE"},
                        ],
                        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["total"]},
                    },
                    {
                        "IndexName": "by-date",
                        "KeySchema": [{"AttributeName": "createdAt", "KeyType": "HASH"}],
                        "Projection": {"ProjectionType": "KEYS_ONLY"},
                    },
                ],
                "LatestStreamArn": "{streamArn}",
                "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
                "SSEDescription": {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": KEY},
                "DeletionProtectionEnabled": True,
            }
        },
    ),
    "aws:iam/role:Role": (
        "iam",
        "get_role",
        {"RoleName": "{name}"},
        {"Role": {"Arn": "{arn}", "AssumeRolePolicyDocument": {"Version": "2012-10-17"}}},
    ),
    "aws:iam/rolePolicy:RolePolicy": (
        "iam",
        "get_role_policy",
        {"RoleName": "{role}", "PolicyName": "{name}"},
        {"PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "dynamodb:PutItem"}]}},
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (
        "iam",
        "list_attached_role_policies",
        {"RoleName": "{role}"},
        {"AttachedPolicies": [{"PolicyArn": "{policyArn}"}]},
    ),
    "aws:lambda/eventSourceMapping:EventSourceMapping": (
        "lambda",
        "get_event_source_mapping",
        {"UUID": "{id}"},
        {
            "EventSourceArn": "{eventSourceArn}",
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": 100,
            "BisectBatchOnFunctionError": True,
            "MaximumRetryAttempts": 3,
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "FilterCriteria": {"Filters": [{"Pattern": {"eventName": ["INSERT"]}}]},
            "DestinationConfig": {"OnFailure": {}},
        },
    ),
    "aws:lambda/function:Function": (
        "lambda",
        "get_function",
        {"FunctionName": "{name}"},
        {
            "Configuration": {
                "FunctionArn": "{arn}",
                "Handler": "handler.handle",
                "Runtime": "python3.13",
                "Role": "{role}",
                "MemorySize": 256,
                "Timeout": 10,
                "Architectures": ["arm64"],
                "LoggingConfig": {"LogFormat": "Text"},
            },
            "Concurrency": {"ReservedConcurrentExecutions": 5},
            "Tags": {"owner": "tests"},
        },
    ),
    "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": (
        "lambda",
        "get_function_recursion_config",
        {"FunctionName": "{functionName}"},
        {"RecursiveLoop": "Allow"},
    ),
    "aws:lambda/permission:Permission": (
        "lambda",
        "get_policy",
        {"FunctionName": "{function}"},
        {
            "Policy": {
                "Statement": [
                    {
                        "Sid": "{statementId}",
                        "Action": "lambda:InvokeFunction",
                        "Principal": {"Service": "apigateway.amazonaws.com"},
                    }
                ]
            }
        },
    ),
    "aws:sns/topic:Topic": (
        "sns",
        "get_topic_attributes",
        {"TopicArn": "{arn}"},
        {"Attributes": {"DisplayName": "News", "KmsMasterKeyId": KEY}},
    ),
    "aws:sns/topicPolicy:TopicPolicy": (
        "sns",
        "get_topic_attributes",
        {"TopicArn": "{arn}"},
        {"Attributes": {"Policy": {"Statement": [{"Action": "sns:Publish"}]}}},
    ),
    "aws:sns/topicSubscription:TopicSubscription": (
        "sns",
        "get_subscription_attributes",
        {"SubscriptionArn": "{arn}"},
        {
            "Attributes": {
                "Endpoint": "{endpoint}",
                "RawMessageDelivery": "true",
                "FilterPolicy": {"topic": ["summer"]},
            }
        },
    ),
    "aws:sqs/queue:Queue": (
        "sqs",
        "get_queue_attributes",
        {"QueueUrl": "{url}", "AttributeNames": ["All"]},
        {
            "Attributes": {
                "QueueArn": "{arn}",
                "VisibilityTimeout": "31",
                "MessageRetentionPeriod": "1209600",
                "MaximumMessageSize": "262144",
                "KmsMasterKeyId": KEY,
                "KmsDataKeyReusePeriodSeconds": "600",
            }
        },
    ),
    "aws:sqs/queuePolicy:QueuePolicy": (
        "sqs",
        "get_queue_attributes",
        {"QueueUrl": "{queueUrl}", "AttributeNames": ["All"]},
        {"Attributes": {"Policy": {"Statement": [{"Action": "sqs:SendMessage"}]}}},
    ),
}
"""By type: service, operation, request, and a part of the answer. A name in braces stands for that output."""
