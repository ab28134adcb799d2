"""IAM: roles and their policies."""

from emulated_aws.deployment.resource_type import ResourceType, response, template

RESOURCE_TYPES = {
    "aws:iam/role:Role": ResourceType(
        service="iam",
        create="CreateRole",
        id=template("{name}"),
        auto_named="name",
        documents=("assumeRolePolicy",),
        renames={"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"},
        not_sent=("forceDetachPolicies",),
        outputs={"arn": response("Role", "Arn")},
    ),
    "aws:iam/rolePolicy:RolePolicy": ResourceType(
        service="iam",
        create="PutRolePolicy",
        id=template("{role}:{name}"),
        auto_named="name",
        documents=("policy",),
        renames={"name": "PolicyName", "role": "RoleName", "policy": "PolicyDocument"},
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ResourceType(
        service="iam",
        create="AttachRolePolicy",
        id=template("{role}/{policyArn}"),
        renames={"role": "RoleName"},
    ),
}
