"""Breaches of pledges, with what shows them and what followed"""

from propops.terminal.verbs import kind_group

command = kind_group("breach", __doc__)
