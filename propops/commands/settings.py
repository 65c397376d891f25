"""The estate's own settings"""

from propops.verbs import kind_group

command = kind_group("settings", without=("add", "remove"))
