"""Homes"""

from propops.terminal.verbs import kind_group

command = kind_group("unit", __doc__)
