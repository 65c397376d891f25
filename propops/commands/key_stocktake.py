"""Stocktakes of the key board: what was found when (propops key stocktake counts)"""

from propops.terminal.verbs import kind_group

command = kind_group("key-stocktake", __doc__)
