"""Owners, tenants and family"""

from propops.terminal.verbs import kind_group

command = kind_group("resident", __doc__)
