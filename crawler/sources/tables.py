"""A TOML table -> a frozen dataclass: every key is known and of its field's type, or the file and the key are named."""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Callable
from datetime import date, time
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Shape = TypeVar("Shape")

MAX_PATTERN = 500


class SourceError(Exception):
    """A source file cannot be used; the message names the file, the key and the reason, in one line."""


class WrongValueError(ValueError):
    """A value is not what its key needs; `key` is the path to it."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}" if key else reason)


def build(shape: type[Shape], table: object, key: str = "") -> Shape:
    """Make a dataclass of a TOML table. Raises WrongValueError naming the key and the reason."""
    if not isinstance(table, dict):
        raise WrongValueError(key, "must be a table")
    hints = get_type_hints(shape)
    fields = {field.name: field for field in dataclasses.fields(shape)}  # type: ignore[arg-type]
    for name in table:
        if name not in fields:
            raise WrongValueError(_path(key, name), f"is unknown; known keys: {', '.join(fields)}")
    for name, field in fields.items():
        if name not in table and field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise WrongValueError(_path(key, name), "is missing")
    return shape(**{name: _value(hints[name], value, _path(key, name)) for name, value in table.items()})


def _path(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _value(wanted: Any, value: object, key: str) -> Any:
    origin = get_origin(wanted)
    if origin in (Union, types.UnionType):
        return _value(get_args(wanted)[0], value, key)
    if dataclasses.is_dataclass(wanted):
        return build(wanted, value, key)  # type: ignore[arg-type]
    compound = {Literal: _one_of, tuple: _tuple, dict: _mapping, re.Pattern: _pattern}.get(origin)
    return compound(get_args(wanted), value, key) if compound else _plain(wanted, value, key)


def _one_of(choices: tuple[str, ...], value: object, key: str) -> object:
    if value not in choices:
        raise WrongValueError(key, f"must be one of {', '.join(choices)}, not {value!r}")
    return value


def _tuple(members: tuple[Any, ...], value: object, key: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise WrongValueError(key, "must be a list")
    if members[-1] is Ellipsis:
        members = members[:1] * len(value)
    if len(members) != len(value):
        raise WrongValueError(key, f"must have {len(members)} members")
    return tuple(
        _value(member, each, f"{key}[{place}]") for place, (member, each) in enumerate(zip(members, value, strict=True))
    )


def _mapping(members: tuple[Any, ...], value: object, key: str) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise WrongValueError(key, "must be a table")
    return {_value(members[0], name, key): _value(members[1], each, f"{key}.{name}") for name, each in value.items()}


def _pattern(_members: tuple[Any, ...], value: object, key: str) -> re.Pattern[str]:
    if not isinstance(value, str) or len(value) > MAX_PATTERN:
        raise WrongValueError(key, f"must be a regular expression of at most {MAX_PATTERN} characters")
    try:
        return re.compile(value)
    except re.error as error:
        raise WrongValueError(key, f"is no regular expression: {error}") from error


def _plain(wanted: type, value: object, key: str) -> Any:
    if wanted in (date, time) and isinstance(value, str):
        return _iso(wanted, value, key)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not wanted:  # a bool is no number here, and a datetime no date
        raise WrongValueError(key, f"must be a {wanted.__name__}, not {value!r}")
    return value


def _iso(wanted: type, value: str, key: str) -> date | time:
    read: Callable[[str], date | time] = date.fromisoformat if wanted is date else time.fromisoformat
    try:
        return read(value)
    except ValueError as error:
        raise WrongValueError(key, f"is no ISO {wanted.__name__}: {value!r}") from error
