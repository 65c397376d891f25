"""Owners, tenants and family"""

from propops.verbs import kind_group

command = kind_group("resident")
