"""Bills"""

from propops.verbs import kind_group

command = kind_group("bill")
