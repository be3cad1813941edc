"""Django's check of a password's length, in Chinese: its own text is not translated."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    """Refuse passwords shorter than `min_length`."""

    def get_error_message(self) -> str:
        """Say what is wrong."""
        return f"密码太短，至少要{self.min_length}位。"

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return f"密码至少{self.min_length}位。"
