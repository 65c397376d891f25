"""Key loans as records"""

from propops.terminal.verbs import kind_group

command = kind_group("key-loan", __doc__)
