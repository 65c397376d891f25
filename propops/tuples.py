"""`NamedTuple` without generated code: `typing` compiles a function for each, of which a command that writes meets thirty.

That took as long as reading two thousand records. Making one here is a little slower, reading its fields is not.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import _tuplegetter

    class _Named(type):
        """Gives a class that names fields a getter for each."""

        def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
            fields = tuple(namespace.get("__annotations__", ()))
            if fields:
                namespace["_fields"] = namespace["__match_args__"] = fields
                namespace["_field_defaults"] = {field: namespace[field] for field in fields if field in namespace}
                namespace |= {field: _tuplegetter(i, "") for i, field in enumerate(fields)}
            return super().__new__(cls, name, bases, {"__slots__": (), **namespace})

    class NamedTuple(tuple, metaclass=_Named):
        def __new__(cls, /, *values: Any, **named: Any) -> "NamedTuple":
            if named or len(values) != len(cls._fields):
                values += _others(cls, named, len(values))
            return tuple.__new__(cls, values)

        _make = classmethod(tuple.__new__)  # by the thousand: nothing is looked at

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, /, **named: Any) -> "NamedTuple":
            made = tuple.__new__(type(self), [named.pop(name, value) for name, value in zip(self._fields, self, strict=True)])
            if named:
                raise TypeError(f"{type(self).__name__}: unknown: {', '.join(named)}")
            return made

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"


def _others(cls: Any, named: dict[str, Any], count: int) -> tuple[Any, ...]:
    """The values of the fields behind the first `count`."""
    missing = cls._fields[count:]
    given = {**cls._field_defaults, **named}
    found = tuple([given[name] for name in missing if name in given])
    if count > len(cls._fields) or len(found) < len(missing) or any(name not in missing for name in named):
        raise TypeError(f"{cls.__name__}: {count} values and {', '.join(named) or 'no names'} do not make {', '.join(cls._fields)}")
    return found
