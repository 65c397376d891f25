"""Key loans as records"""

from propops.verbs import kind_group

command = kind_group("key-loan")
