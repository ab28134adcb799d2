"""Faults between functions and the AWS that they call: a proxy that fails some calls, by a seed.

`proxy.FaultProxy` stands between; `schedule.Schedule` says which calls fail, and how. None of it reaches into
MiniStack: whatever is told to call AWS at the proxy's address is served.
"""
