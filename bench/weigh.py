"""Runs a command and prints the peak memory of its largest process in kB, below whatever it prints itself.

A program of its own, to be run with -I -S: a child's peak is never less than its parent's, so the parent must be smaller than all of them.
"""

import os
import sys

child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_pid, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss)
sys.exit(status != 0)
