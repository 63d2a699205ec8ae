"""The command line. Each command is a module that is imported when it runs.

Exit status: 0 all well, 1 there are errors, 2 it could not run.
"""
