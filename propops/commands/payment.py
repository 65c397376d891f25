"""Payments"""

from propops.terminal.verbs import kind_group

command = kind_group("payment", __doc__)
