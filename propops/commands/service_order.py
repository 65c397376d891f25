"""Service orders"""

from propops.terminal.verbs import kind_group

command = kind_group("service-order", __doc__)
