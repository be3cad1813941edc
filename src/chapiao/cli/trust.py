"""`chapiao trust`: which certificates seals are held against. Needs no database.

The roots of the tax bureaus and regional authorities are handed out by them alone;
without them a whole seal is still 证书不受信.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from chapiao.cli import django_setup

REFUSED = 1
WRONG_USAGE = 2
_SHOWN = 16


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `chapiao trust`."""
    acts = parser.add_subparsers(dest="act", metavar="做什么", required=True)
    add = acts.add_parser(
        "add",
        help="信任证书文件里的证书",
        description="信任证书（PEM 或 DER，SM2 或 RSA，一个文件可有多张）",
    )
    add.add_argument("files", nargs="+", metavar="证书文件", help=".cer .crt .pem .der")
    shown = acts.add_parser("list", help="看信任了哪些证书", description="看信任了哪些证书")
    shown.add_argument("--json", action="store_true", help="每张一行 JSON")
    remove = acts.add_parser("remove", help="不再信任一张证书", description="不再信任一张证书")
    remove.add_argument("fingerprint", metavar="指纹", help="SHA-256 指纹，给前6位以上即可")
    for act in (add, shown, remove):
        django_setup.add_data(act)


def run(args: argparse.Namespace) -> int:
    """Add, list or remove."""
    data = django_setup.data_folder(args.data)
    try:
        if args.act == "add":
            return _add(data, args.files)
        return _list(data, as_json=args.json) if args.act == "list" else _remove(data, args)
    except OSError as error:
        print(f"数据文件夹 {data} 不能使用：{error.strerror or error}", file=sys.stderr)
        return REFUSED


def _add(data: Path, files: list[str]) -> int:
    from chapiao.outside import trust_folder
    from chapiao.seals.certificate import BadCertificate

    missing = [file for file in files if not Path(file).is_file()]
    for file in missing:
        print(f"没有这个文件：{file}", file=sys.stderr)
    if missing:
        return WRONG_USAGE
    code = 0
    for file in files:
        try:
            added = trust_folder.add(data, Path(file).read_bytes())
        except BadCertificate as error:
            print(f"{file}：{error}", file=sys.stderr)
            code = REFUSED
            continue
        for root, fresh in added:
            one = root.certificate
            print(f"{'已信任' if fresh else '早已信任'}  {root.fingerprint[:_SHOWN]}  {one.name}")
            if not one.is_ca:
                print("    这张不是CA证书：只信任它自己的签章，不信任它签发的证书")
    return code


def _list(data: Path, *, as_json: bool) -> int:
    from chapiao.outside import trust_folder

    roots = trust_folder.listed(data)
    for root in roots:
        one = root.certificate
        told = {
            "fingerprint": root.fingerprint,
            "subject": one.subject_text,
            "issuer": one.issuer_text,
            "not_before": f"{one.not_before:%Y-%m-%d}",
            "not_after": f"{one.not_after:%Y-%m-%d}",
            "ca": bool(one.is_ca),
        }
        if as_json:
            print(json.dumps(told, ensure_ascii=False))
        else:
            print(f"{root.fingerprint[:_SHOWN]}  {told['not_before']}～{told['not_after']}", end="")
            print(f"  {'CA证书' if one.is_ca else '用户证书'}  {one.subject_text}")
    if not roots and not as_json:
        print("还没有信任任何证书：签章的完整性照常核对，签发者一律「证书不受信」")
    return 0


def _remove(data: Path, args: argparse.Namespace) -> int:
    from chapiao.outside import trust_folder

    try:
        root = trust_folder.remove(data, args.fingerprint)
    except trust_folder.NoSuchRoot as error:
        print(error, file=sys.stderr)
        return REFUSED
    print(f"不再信任  {root.fingerprint[:_SHOWN]}  {root.certificate.name}")
    return 0
