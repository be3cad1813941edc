"""公告: a maintenance notice's text → the periods it states and the services they stop."""

from __future__ import annotations
