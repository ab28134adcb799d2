"""The account and its region, which Pulumi keeps beside the services."""

from emulated_aws.deployment.data_source import DataSource
from emulated_aws.deployment.resource_type import response, template

DATA_SOURCES = {
    "aws:index/getCallerIdentity:getCallerIdentity": DataSource(
        service="sts",
        read="GetCallerIdentity",
        outputs={
            "id": response("Account"),
            "accountId": response("Account"),
            "arn": response("Arn"),
            "userId": response("UserId"),
        },
    ),
    "aws:index/getPartition:getPartition": DataSource(
        outputs={
            "id": template("aws"),
            "partition": template("aws"),
            "dnsSuffix": template("amazonaws.com"),
            "reverseDnsPrefix": template("com.amazonaws"),
        },
    ),
    "aws:index/getRegion:getRegion": DataSource(
        outputs={
            "id": template("{region}"),
            "name": template("{region}"),
            "endpoint": template("ec2.{region}.amazonaws.com"),
        },
    ),
}
