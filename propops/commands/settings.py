"""The estate's own settings"""

from propops.terminal.verbs import kind_group

command = kind_group("settings", __doc__, without=("add", "remove"))
