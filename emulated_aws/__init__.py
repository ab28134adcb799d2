"""The emulated AWS: MiniStack with what is added to it, and Pulumi programs without the Pulumi CLI.

It has four doors. `emulator.Emulator` starts and stops it, `deployment.deploy` deploys a Pulumi project to
it, `program.run_program` runs a Pulumi program against any stand-in for Pulumi's engine, and
`faults.proxy.FaultProxy` makes calls of it fail. They are imported from their modules: the emulator's own
process is in this package too, and need not wait for Pulumi.
"""

__all__ = ["deployment", "emulator", "faults", "program"]
