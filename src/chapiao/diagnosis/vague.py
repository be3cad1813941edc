"""大概: whether a day or an amount was only told roughly, as from memory or by a third hand.

Somebody who writes 上周 or 13万左右 has not filled a field in wrong: they do not know.
"""

from __future__ import annotations

import re

_ROUGHLY = re.compile(
    r"左右|大[概约]|约|上下|来块|多块|几[号日天月百千万]|[多余]万?元?$|不到|差不多|可能|好像|似乎|应该"
    r"|上个?[周月]|前[几两]?[天周]|这[几两]天|最近|月[初中底末]|年[初中底末]|[上中下]旬|[春夏秋冬][天季]"
    r"|[前去今]年|星期|周[一二三四五六日天末]|忘|记不|不清|不记得|不知|不详|[?？]"
)


def is_vague(text: str) -> bool:
    """Whether a text tells a day or an amount only roughly.

    >>> is_vague("13万左右"), is_vague("上周"), is_vague("2026-02-30")
    (True, True, False)
    """
    return _ROUGHLY.search(text) is not None
