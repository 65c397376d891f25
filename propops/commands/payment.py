"""Payments"""

from propops.terminal.verbs import kind_group

command = kind_group("payment", __doc__, without=("remove",))  # fee correct takes back what was wrong
