"""Two to four lists → pairs and differences, each with its level and evidence.

Start at `run.reconcile`; what goes in and comes out is in `model`; what the statements
run on is in `engine`. Pure: the engine is passed in, no clock is read.
"""

from __future__ import annotations
