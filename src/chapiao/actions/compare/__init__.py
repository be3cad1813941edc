"""比对: lists are read, compared, and every gap is told with its cause, next step and owner.

`inputs` opens lists, `relation` puts them into an engine, `run` compares them, `gaps` and
`causes` say of every gap what it is and why; `told` makes JSON of it and `report` a workbook.
None of this needs Django: two files are compared where no database is.
"""

from __future__ import annotations
