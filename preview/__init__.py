"""Preview of a stack: what a deployment asks of AWS, without an account and without Pulumi's CLI."""
