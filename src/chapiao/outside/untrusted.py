"""Values out of a process that a stranger's file may have taken over."""

from __future__ import annotations

import io
import pickle


class Plain(pickle.Unpickler):
    """Builds our own frozen values, numbers and dates, and nothing else.

    A file that took the child over could send any pickle it likes; a pickle that
    may call any function would hand it the parent too.
    """

    _OTHERS = frozenset(
        {
            ("decimal", "Decimal"),
            ("datetime", "date"),
            ("datetime", "datetime"),
            ("datetime", "timedelta"),
            ("datetime", "timezone"),
        }
    )

    def find_class(self, module: str, name: str) -> object:
        """Return the class, when it is one of the values that readings are made of."""
        ours = module.startswith(("chapiao.invoice.", "chapiao.readers.", "chapiao.seals."))
        if "." not in name and (ours or (module, name) in self._OTHERS):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        msg = f"{module}.{name}"
        raise pickle.UnpicklingError(msg)


def loads(body: bytes) -> object:
    """Return the value.

    Raises:
        pickle.UnpicklingError: it is made of anything else.
    """
    return Plain(io.BytesIO(body)).load()
