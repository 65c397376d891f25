"""Bills"""

from propops.terminal.verbs import kind_group

command = kind_group("bill", __doc__, without=("remove",))  # fee correct takes back what was wrong
