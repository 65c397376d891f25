"""Every rule of one record and between records: one estate in which all is well, and what `check` says when one line of it is not."""

from datetime import datetime
from pathlib import Path

import pytest

from propops.desk.checking import problems_of
from propops.errors import Problem
from propops.store.store import Store
from tests.store.samples import CHINA

TINY = Path(__file__).parent / "estate"
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=CHINA)

VISIT, REMINDER, KEY, LOAN = "visit/2026-12/1-1.yaml", "reminder/2026-12/1-1.yaml", "key.yaml", "key-loan/2026-11.yaml"
COMPLAINT, REPAIR, PLEDGE, CALENDAR = "complaint/2026-11.yaml", "repair/2026-11.yaml", "pledge.yaml", "calendar/2027.yaml"
UNIT, RESIDENT, STAFF, SETTINGS, SURVEY = "unit/1-1.yaml", "resident/1-1.yaml", "staff.yaml", "estate.yaml", "survey.yaml"
BILL, PAYMENT = "bill/2026q3/1-1.yaml", "payment/2026-07.yaml"
STOCKTAKE, CONTACT, VISITOR, PARCEL = (f"{kind}/2026-11.yaml" for kind in ("key-stocktake", "contact", "visitor", "parcel"))
REWORK, NOTICE, HANDOVER = "repair/2026-11/2.yaml", "notice/2026-11.yaml", "handover/2026-11.yaml"

BREACH = "breach.yaml"
SERVICE, ORDER, SERVICE_BILL, TOLD = (
    "service.yaml",
    "service-order/2026-11.yaml",
    "bill/2026m11/1-1.yaml",
    "service-notice/260101-abcd/1-1.yaml",
)

GOOD = {
    VISIT: """\
- id: v-2612-1-1-101
  unit: 1-1-101
  officer: li-na
  with:
  - zhao-gang
  date: 2026-12-02
  slot: am
- id: v-2612-1-1-202
  unit: 1-1-202
  officer: li-na
  date: 2026-12-02
  slot: am
- id: v-2612-1-1-301
  unit: 1-1-301
  officer: li-na
  date: 2026-11-29
  status: postponed
- id: v-2612-1-1-301-2
  unit: 1-1-301
  officer: wang-fang
  date: 2026-11-30
  status: done
  follows: v-2612-1-1-301
  met: 1-1-301-we
  satisfaction: 5
""",
    REMINDER: """\
- id: r-2612-1-1-101-wa
  unit: 1-1-101
  payer: 1-1-101-wa
  officer: li-na
  date: 2026-12-02
  slot: am
  way: phone
  bills:
  - b-2026q3-1-1-101-property
  amount: 750.62
  with_visit: v-2612-1-1-101
- id: r-2612-1-1-102-wb
  unit: 1-1-102
  payer: 1-1-102-wb
  officer: li-na
  date: 2026-11-30
  amount: 100.00
  status: done
  result: promised
  promised_on: 2026-12-05
""",
    KEY: """\
- id: k-1-1-302
  unit: 1-1-302
  name: 入户门
  quantity: 2
  type: owner-entrusted
  location: A-01
  received_on: 2026-01-05
- id: k-pump
  place: 水泵房
  name: 水泵房
  type: plant
  location: A-02
""",
    LOAN: """\
- id: l-261120-aaaa
  key: k-1-1-302
  borrower: 周师傅
  reason: 验房
  owner_consent:
    by: 1-1-302-wf
    at: 2026-11-20T09:00:00+08:00
    way: 电话
  out_at: 2026-11-20T10:00:00+08:00
  out_by: li-na
  due_at: 2026-11-20T18:00:00+08:00
  in_at: 2026-11-20T16:00:00+08:00
  in_by: li-na
  room_checked: true
- id: l-261130-bbbb
  key: k-pump
  borrower: 吴师傅
  reason: 检修
  out_at: 2026-11-30T08:30:00+08:00
  out_by: li-na
  due_at: 2026-11-30T18:00:00+08:00
""",
    COMPLAINT: """\
- id: c-261110-aaaa
  unit: 1-1-101
  complainant: 1-1-101-wa
  received_at: 2026-11-10T09:00:00+08:00
  source: phone
  category: cleaning
  content: 楼道三天没扫
  received_by: li-na
  assignee: zhao-gang
  status: closed
  log:
  - at: 2026-11-10T09:00:00+08:00
    by: li-na
    action: receive
  - at: 2026-11-10T15:00:00+08:00
    by: zhao-gang
    action: resolve
  result: 已清扫
  resolved_at: 2026-11-10T15:00:00+08:00
  callbacks:
  - at: 2026-11-11T10:00:00+08:00
    by: li-na
    outcome: satisfied
- id: c-261112-bbbb
  place: 大堂
  anonymous: true
  received_at: 2026-11-12T09:00:00+08:00
  source: letter
  category: order
  content: 夜里无人值守
  received_by: li-na
  log:
  - at: 2026-11-12T09:00:00+08:00
    by: li-na
    action: receive
""",
    REPAIR: """\
- id: w-261110-aaaa
  unit: 1-1-101
  requested_by: 1-1-101-wa
  received_at: 2026-11-10T09:00:00+08:00
  item: 水龙头漏水
  status: closed
  price_agreed: 80.00
  dispatched_to: zhao-gang
  dispatched_at: 2026-11-10T09:10:00+08:00
  accepted_at: 2026-11-10T09:20:00+08:00
  arrived_at: 2026-11-10T10:00:00+08:00
  finished_at: 2026-11-10T11:00:00+08:00
  amount: 80.00
  callback:
    at: 2026-11-12T10:00:00+08:00
    by: li-na
    outcome: satisfied
""",
    STOCKTAKE: """\
- id: ks-261127-aaaa
  started_at: 2026-11-27T07:00:00+08:00
  finished_at: 2026-11-27T07:20:00+08:00
  counted_by: li-na
  differences:
  - key: k-pump
    found: missing
    settled_on: 2026-11-27
    settled: 在工具柜找到
  there:
  - k-1-1-302
""",
    SERVICE: """\
- id: sv-260101-aaaa
  name: 疏通下水管道
  type: special
  price: 80.00
  price_unit: 次
  valid_from: 2026-01-01
  valid_until: 2026-12-31
- id: sv-260101-bbbb
  name: 疏通下水管道
  type: special
  price: 90.00
  price_unit: 次
  valid_from: 2027-01-01
- id: sv-260101-cccc
  name: 特需关怀
  type: public
  price: 0.00
  valid_from: 2026-01-01
""",
    ORDER: """\
- id: so-261120-aaaa
  unit: 1-1-101
  service: sv-260101-aaaa
  ordered_on: 2026-11-20
  wanted_on: 2026-11-21
  price_agreed: 80.00
  done_on: 2026-11-22
  bill: b-2026m11-1-1-101-service
- id: so-261121-bbbb
  unit: 1-1-101
  service: sv-260101-aaaa
  ordered_on: 2026-11-21
  price_agreed: 80.00
  done_on: 2026-11-23
  bill: b-2026m11-1-1-101-service-2
- id: so-261122-cccc
  unit: 1-1-202
  service: sv-260101-cccc
  ordered_on: 2026-11-22
  wanted_on: 2026-12-01
  price_agreed: 0.00
""",
    SERVICE_BILL: """\
- id: b-2026m11-1-1-101-service
  unit: 1-1-101
  payer: 1-1-101-wa
  item: service
  period: "2026-11"
  amount: 80.00
  due: 2026-11-22
- id: b-2026m11-1-1-101-service-2
  unit: 1-1-101
  payer: 1-1-101-wa
  item: service
  period: "2026-11"
  amount: 80.00
  due: 2026-11-23
""",
    TOLD: """\
- id: sn-260101-abcd-1-1-101
  unit: 1-1-101
  version: 260101-abcd
  informed_on: 2026-11-20
  way: letter
  informed_by: li-na
""",
    CONTACT: """\
- id: t-261128-aaaa
  at: 2026-11-28T10:00:00+08:00
  unit: 1-1-101
  caller: 1-1-101-wa
  rings: 2
  request: 问停车费
  answer: 每月150元
  handled_by: li-na
- id: t-261128-bbbb
  at: 2026-11-28T11:00:00+08:00
  rings: 3
  request: 测试来电
  handled_by: li-na
  test_call: chen-jing
""",
    VISITOR: """\
- id: g-261128-aaaa
  at: 2026-11-28T10:00:00+08:00
  unit: 1-1-101
  purpose: 探亲
  left_at: 2026-11-28T11:00:00+08:00
""",
    PARCEL: """\
- id: x-261128-aaaa
  unit: 1-1-101
  shelf: B-07
  arrived_at: 2026-11-28T10:00:00+08:00
  collected_at: 2026-11-28T11:00:00+08:00
  handed_out_by: li-na
- id: x-261129-bbbb
  unit: 1-1-101
  shelf: B-08
  arrived_at: 2026-11-29T10:00:00+08:00
""",
    REWORK: """\
- id: w-261101-cccc
  unit: 1-1-102
  received_at: 2026-11-01T09:00:00+08:00
  item: 门锁不灵
  status: finished
  finished_at: 2026-11-01T12:00:00+08:00
- id: w-261125-bbbb
  unit: 1-1-102
  received_at: 2026-11-25T09:00:00+08:00
  reworks: w-261101-cccc
  item: 门锁又不灵
  dispatched_to: zhao-gang
""",
    NOTICE: """\
- id: n-261120-aaaa
  type: water
  title: 停水
  from: 2026-11-25T09:00:00+08:00
  to: 2026-11-25T17:00:00+08:00
  places:
  - 1栋大堂
  put_up_on: 2026-11-22
  put_up_by: li-na
  taken_down_on: 2026-11-26
  taken_down_by: zhao-gang
""",
    HANDOVER: """\
- id: h-261128-late
  date: 2026-11-28
  shift: late
  from: li-na
  to: wang-fang
  at: 2026-11-28T21:00:00+08:00
  signed_from: 2026-11-28T21:00:00+08:00
  signed_to: 2026-11-28T21:05:00+08:00
- id: h-261129-early
  date: 2026-11-29
  shift: early
  from: wang-fang
  to: li-na
  at: 2026-11-29T14:00:00+08:00
  signed_from: 2026-11-29T14:01:00+08:00
  signed_to: 2026-11-29T14:02:00+08:00
""",
    PLEDGE: """\
- id: pledge-2026-li-na
  staff: li-na
  version: "2026"
  items:
  - 首问负责。
  issued: 2026-01-05
  signed_on: 2026-01-06
""",
    BREACH: """\
- id: br-261120-aaaa
  pledge: pledge-2026-li-na
  item: 1
  date: 2026-11-20
  found_by: chen-jing
  what: 来电没有登记
  evidence:
  - 1-1-101
  penalty:
  - points
  settled_on: 2026-11-25
  settled_by: chen-jing
- id: br-261121-bbbb
  pledge: pledge-2026-li-na
  item: 1
  date: 2026-11-21
  found_by: chen-jing
  what: 来电没有登记
  penalty:
  - points
""",
    CALENDAR: """\
- id: h-2027-01-01
  from: 2027-01-01
  to: 2027-01-13
- id: h-2027-02-06
  from: 2027-02-06
  type: makeup
""",
}

FOUND = "  date: 2026-11-21\n  found_by: chen-jing\n  what: 来电没有登记\n"
POINTS, SETTLED = "  penalty:\n  - points\n", "  settled_on: 2026-11-25"
DUE = "  due_at: 2026-11-30T18:00:00+08:00\n"
CALLS = "  calls:\n  - at: 2026-11-30T09:00:00+08:00\n    by: li-na\n    text: 说下午还\n"
PART = "  part_returns:\n  - at: 2026-11-30T09:00:00+08:00\n    by: li-na\n    quantity: 1\n"
EXTENSION = (
    "  extensions:\n  - at: 2026-11-30T09:00:00+08:00\n    by: li-na\n    approved_by: chen-jing\n"
    "    was: 2026-11-30T12:00:00+08:00\n    due: 2026-11-30T18:00:00+08:00\n"
)
REPAIR_CALL = GOOD[REPAIR][GOOD[REPAIR].index("  callback:") :]
SECOND = "  officer: li-na\n  date: 2026-12-02\n  slot: am\n"
WITH_CALLBACK = GOOD[COMPLAINT][GOOD[COMPLAINT].index("  callbacks:") : GOOD[COMPLAINT].index("- id: c-261112")]


def state(*changes: tuple[str, str, str], now: datetime = NOW) -> Store:
    """The good estate with some pieces of its files replaced."""
    texts: dict[str, str | None] = {f"records/{path}": text for path, text in GOOD.items()}
    for path, old, new in changes:
        file = f"records/{path}"
        before = texts.get(file) or ((TINY / file).read_text("utf-8") if (TINY / file).exists() else "")
        assert before.count(old) == 1 or not old, (path, old)
        texts[file] = before.replace(old, new) if old else before + new
    return Store(TINY, now, texts)


def found(store: Store) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.code, f"{problem.path.removeprefix('records/')}:{problem.line}") for problem in problems_of(store)]


def place(store: Store, path: str, piece: str) -> str:
    """Where a piece stands, in the file that was changed or in the one before a `|`."""
    other, bar, rest = piece.partition("|")
    path, piece = (other, rest) if bar else (path, piece)
    text = store.read_text(f"records/{path}") or ""
    assert text.count(piece) == 1, piece
    return f"{path}:{text[: text.index(piece)].count(chr(10)) + 1}"


def test_all_is_well() -> None:
    assert problems_of(state()) == []
    assert not (TINY / ".propops").exists()  # the files alone are asked


SLOTS = """\
visit_slots:
- id: am
  from: "09:00"
  to: "11:30"
  shift: early
- id: pm
  from: "14:30"
  to: "17:30"
  shift: late
"""
SHIFTS = 'shifts:\n- id: early\n  from: "07:00"\n  to: "14:00"\n- id: late\n  from: "14:00"\n  to: "21:00"\n'
QUIET = 'quiet_hours:\n  from: "17:00"\n  to: "08:00"\n'

DONE = GOOD[VISIT][GOOD[VISIT].index("  status: done") :]
# A piece of the first home's file that stands there once.
FIRST = "  occupancy: owner-occupied\n  handed_over: 2020-06-01\n- id: 1-1-102"

ERRORS = [
    ("dates-reversed", SERVICE, "valid_until: 2026-12-31", "valid_until: 2025-12-31", "  valid_until: 2025-12-31"),
    ("no-price-unit", SERVICE, "  price: 80.00\n  price_unit: 次", "  price: 80.00", "- id: sv-260101-aaaa"),
    ("offered-twice", SERVICE, "  valid_from: 2027-01-01", "  valid_from: 2026-12-31", "  valid_from: 2026-12-31"),
    ("fractions", SERVICE, "  price: 80.00", "  price: 80.001", "  price: 80.001"),
    ("dates-reversed", ORDER, "  wanted_on: 2026-11-21", "  wanted_on: 2026-11-19", "  wanted_on: 2026-11-19"),
    ("done-and-off", ORDER, "  done_on: 2026-11-22", "  cancelled: 不要\n  done_on: 2026-11-22", "  cancelled: 不要"),
    ("other-bill", SERVICE_BILL, "00\n  due: 2026-11-23", "09\n  due: 2026-11-23", f"{ORDER}|  bill: b-2026m11-1-1-101-service-2"),
    ("bill-shared", ORDER, "b-2026m11-1-1-101-service-2", '"b-2026m11-1-1-101-service"', '  bill: "b-2026m11-1-1-101-service"'),
    ("unknown-reference", ORDER, "service: sv-260101-cccc", "service: sv-260101-dddd", "  service: sv-260101-dddd"),
    ("id-mismatch", TOLD, "version: 260101-abcd", "version: 260102-abcd", "- id: sn-260101-abcd-1-1-101"),
    ("no-evidence", BREACH, FOUND, FOUND.partition("  what")[0], "- id: br-261121-bbbb"),
    ("fine-amount", BREACH, FOUND, FOUND + "  fine: 50\n", "  fine: 50"),
    ("withdrawn", BREACH, SETTLED, f"  withdrawn: 不属实\n  withdrawn_by: chen-jing\n{SETTLED}", SETTLED),
    ("nobody-named", BREACH, "  settled_by: chen-jing\n", "", "- id: br-261120-aaaa"),
    ("dates-reversed", BREACH, "  settled_on: 2026-11-25", "  settled_on: 2026-11-19", ""),
    ("not-senior", BREACH, "  settled_by: chen-jing", "  settled_by: li-na", ""),
    ("no-such-item", BREACH, "  item: 1\n  date: 2026-11-21", "  item: 2\n  date: 2026-11-21", "  item: 2"),
    ("before-pledge", BREACH, "  date: 2026-11-20", "  date: 2026-01-04", ""),
    ("unknown-reference", BREACH, "  - 1-1-101", "  - 9-9-999", ""),
    ("not-opted-in", BREACH, FOUND + POINTS, FOUND + "  penalty:  # hard\n  - cleaning\n", "  penalty:  # hard"),
    ("no-such-item", PLEDGE, "  issued: 2026-01-05", "  measured:\n  - item: 2\n    by: [rings]\n  issued: 2026-01-05", "  - item: 2"),
    ("no-such-item", SETTINGS, "pledge:\n", "pledge:\n  measured:\n  - item: 3\n    by: [rings]\n", "  - item: 3"),
    # code, file, what stands there, what is put in its place, the line that is named
    ("unknown-reference", VISIT, "  unit: 1-1-202", "  unit: 1-1-203", ""),
    ("unknown-reference", VISIT, "  - zhao-gang", "  - zhao-gan", ""),
    ("unknown-reference", REMINDER, "  - b-2026q3-1-1-101-property", "  - b-2026q4-1-1-101-property", ""),
    ("unknown-reference", COMPLAINT, "    by: zhao-gang", "    by: zhao-gan", ""),
    ("unknown-reference", COMPLAINT, "  assignee: zhao-gang", "  assignee: zhao-gang\n  parent: c-261101-xxxx", "  parent"),
    ("identity-number", VISIT, "  satisfaction: 5", "  content: 证件 11010519491231002X", "  content"),
    ("identity-number", RESIDENT, "  name: 张伟", "  name: 张伟\n  idcard: 110105194912310011", "  idcard"),
    ("dates-reversed", STAFF, "  name: 孙丽", "  name: 孙丽\n  joined: 2026-02-01\n  left: 2026-01-01", "  left"),
    ("dates-reversed", STAFF, "    to: 2026-12-11", "    to: 2026-12-08", ""),
    ("bad-id", STAFF, "- id: zhao-gang", "- id: Zhao", ""),
    ("id-mismatch", UNIT, '  room: "102"', '  room: "103"', "- id: 1-1-102"),
    ("handed-over", UNIT, "storey: 1\n  area_m2: 89.36\n  occupancy: owner-occupied\n  handed_over: 2020-06-01\n- id: 1-1-102",
     "occupancy: not-handed-over\n  handed_over: 2020-06-01\n- id: 1-1-102", "  handed_over: 2020-06-01\n- id: 1-1-102"),
    ("id-mismatch", RESIDENT, "- id: 1-1-102-wb\n  unit: 1-1-102", "- id: 1-1-102-wb\n  unit: 1-1-101", "- id: 1-1-102-wb"),
    ("dates-reversed", RESIDENT, "  name: 张伟", "  name: 张伟\n  moved_out: 2020-06-30", "  moved_out"),
    ("no-consent", RESIDENT, "  name: 张伟", "  name: 张伟\n  care: [needs-help]", "- id: 1-1-101-wa"),
    ("dates-reversed", RESIDENT, "  name: 张伟", "  name: 张伟\n  do_not_disturb:\n  - from: 2026-02-01\n    to: 2026-01-01", "    to"),
    ("unknown-slot", RESIDENT, "    - am", "    - noon", "    slots"),
    ("not-done", VISIT, "  date: 2026-11-29", "  date: 2026-11-29\n  satisfaction: 3", "  satisfaction: 3"),
    ("with-itself", VISIT, "  - zhao-gang", "  - li-na", "  with"),
    ("unknown-slot", VISIT, SECOND, SECOND.replace("am", "noon"), "  slot: noon"),
    ("vacant", VISIT, "v-2612-1-1-202\n  unit: 1-1-202", "v-2612-1-1-302\n  unit: 1-1-302", "  unit: 1-1-302"),
    ("opted-out", VISIT, "v-2612-1-1-202\n  unit: 1-1-202", "v-2612-1-1-201\n  unit: 1-1-201", "  unit: 1-1-201"),
    ("officer-absent", VISIT, SECOND, "  officer: wang-fang\n  date: 2026-12-09\n", "  officer: wang-fang\n  date: 2026-12-09"),
    ("other-home", VISIT, "unit: 1-1-301\n  officer: li-na", "unit: 1-1-102\n  officer: li-na", "  follows"),
    ("follows-itself", VISIT, "  follows: v-2612-1-1-301", "  follows: v-2612-1-1-301-2", ""),
    ("no-place", COMPLAINT, "  place: 大堂", "  note: 大堂", "- id: c-261112-bbbb"),
    ("not-anonymous", COMPLAINT, "  anonymous: true", "  anonymous: true\n  name: 某某", "  anonymous"),
    ("log-order", COMPLAINT, "  - at: 2026-11-10T15:00:00+08:00", "  - at: 2026-11-10T08:00:00+08:00", ""),
    ("dates-reversed", COMPLAINT, "  - at: 2026-11-12T09:00:00+08:00", "  - at: 2026-11-12T08:00:00+08:00", ""),
    ("dates-reversed", COMPLAINT, "  resolved_at: 2026-11-10T15:00:00+08:00", "  resolved_at: 2026-11-10T08:00:00+08:00", ""),
    ("dates-reversed", COMPLAINT, "  - at: 2026-11-11T10:00:00+08:00", "  - at: 2026-11-09T10:00:00+08:00", ""),
    ("no-callback", COMPLAINT, WITH_CALLBACK, "", "- id: c-261110-aaaa"),
    ("dissatisfied", COMPLAINT, "    outcome: satisfied", "    outcome: dissatisfied", "  status: closed"),
    ("no-result", COMPLAINT, "  result: 已清扫\n", "", "- id: c-261110-aaaa"),
    ("own-callback", COMPLAINT, "    by: li-na\n    outcome", "    by: zhao-gang\n    outcome", ""),
    ("nested-parent", COMPLAINT, "  place: 大堂", "  place: 大堂\n  parent: c-261112-bbbb", "  parent"),
    ("no-place", REPAIR, "  unit: 1-1-101\n", "", "- id: w-261110-aaaa"),
    ("steps-order", REPAIR, "  accepted_at: 2026-11-10T09:20", "  accepted_at: 2026-11-10T09:05", ""),
    ("steps-order", REPAIR, "    at: 2026-11-12T10:00", "    at: 2026-11-10T10:30", ""),
    ("not-finished", REPAIR, "  finished_at: 2026-11-10T11:00:00+08:00\n", "", "- id: w-261110-aaaa"),
    ("no-price", REPAIR, "  price_agreed: 80.00\n", "", "- id: w-261110-aaaa"),
    ("no-price", REWORK, "  item: 门锁又不灵", "  item: 门锁又不灵\n  status: on-site\n  paid: true", "- id: w-261125-bbbb"),
    ("no-callback", REPAIR, REPAIR_CALL, "", "- id: w-261110-aaaa"),
    ("own-callback", REPAIR, "    by: li-na", "    by: zhao-gang", ""),
    ("reworks-itself", REWORK, "  reworks: w-261101-cccc", "  reworks: w-261125-bbbb", ""),
    ("other-home", REWORK, "- id: w-261125-bbbb\n  unit: 1-1-102", "- id: w-261125-bbbb\n  unit: 1-1-101", "  reworks"),
    ("not-finished", REWORK, "  received_at: 2026-11-25T09", "  received_at: 2026-11-01T10", "  reworks"),
    ("dates-reversed", NOTICE, "  to: 2026-11-25T17", "  to: 2026-11-25T08", ""),
    ("dates-reversed", NOTICE, "  taken_down_on: 2026-11-26", "  taken_down_on: 2026-11-21", ""),
    ("not-put-up", NOTICE, "  put_up_on: 2026-11-22\n", "", "- id: n-261120-aaaa"),
    ("same-person", HANDOVER, "  to: wang-fang", "  to: li-na", f"{HANDOVER}|  to: li-na\n  at: 2026-11-28"),
    ("nobody-named", HANDOVER, "  to: wang-fang\n", "", "- id: h-261128-late"),
    ("dates-reversed", HANDOVER, "  signed_from: 2026-11-28T21", "  signed_from: 2026-11-28T20", ""),
    ("unknown-shift", HANDOVER, "  shift: late", "  shift: night", ""),
    ("no-place", KEY, "  place: 水泵房\n", "", "- id: k-pump"),
    ("dates-reversed", KEY, "  received_on: 2026-01-05", "  received_on: 2026-01-05\n  returned_to_owner_on: 2026-01-04", "  returned_to"),
    ("dates-reversed", KEY, "  received_on: 2026-01-05", "  received_on: 2026-01-05\n  lost_on: 2026-01-04", "  lost_on"),
    ("key-gone", KEY, "  location: A-02", "  lost_on: 2026-11-30", f"{LOAN}|  key: k-pump"),
    ("no-consent", KEY, "  type: plant", "  type: owner-entrusted", f"{LOAN}|- id: l-261130-bbbb"),
    ("dates-reversed", LOAN, "  in_at: 2026-11-20T16", "  in_at: 2026-11-20T09", ""),
    ("dates-reversed", LOAN, "  due_at: 2026-11-20T18", "  due_at: 2026-11-20T08", ""),
    ("dates-reversed", LOAN, "    at: 2026-11-20T09", "    at: 2026-11-20T11", ""),
    ("dates-reversed", LOAN, "  in_at: 2026-11-20T16:00:00+08:00\n  in_by: li-na", "  lost_on: 2026-11-19", ""),
    ("no-return", LOAN, "  in_at: 2026-11-20T16:00:00+08:00\n", "", "  in_by"),
    ("too-many", LOAN, "  borrower: 周师傅", "  borrower: 周师傅\n  quantity: 3", "  quantity"),
    ("all-back", LOAN, DUE, DUE + PART, "  part_returns"),
    ("steps-order", LOAN, DUE, DUE + CALLS.replace("T09", "T08"), "  calls"),
    ("due-differs", LOAN, DUE, DUE + EXTENSION.replace("due: 2026-11-30", "due: 2026-12-01"), "  due_at: 2026-11-30T18"),
    ("not-senior", LOAN, DUE, DUE + EXTENSION.replace("chen-jing", "li-na"), "    approved_by"),
    ("mandate-ended", KEY, "  location: A-02", "  mandate_until: 2026-11-29\n  location: A-02", f"{LOAN}|  key: k-pump"),
    ("dates-reversed", STOCKTAKE, "  finished_at: 2026-11-27T07", "  finished_at: 2026-11-27T06", ""),
    ("duplicate-id", STOCKTAKE, "  - k-1-1-302", "  - k-pump", "  differences"),
    ("no-place", STOCKTAKE, "    found: missing", "    found: elsewhere", "  - key: k-pump"),
    ("not-one", CONTACT, "  answer: 每月150元", "  becomes:\n    complaint: c-261110-aaaa\n    repair: w-261110-aaaa", "  becomes"),
    ("no-phone", CONTACT, "  unit: 1-1-101", "  channel: counter\n  unit: 1-1-101", "  rings: 2"),
    ("own-test", CONTACT, "  test_call: chen-jing", "  test_call: li-na", ""),
    ("not-senior", CONTACT, "  test_call: chen-jing", "  test_call: wang-fang", ""),
    ("no-purpose", VISITOR, "  purpose: 探亲\n", "", "- id: g-261128"),
    ("dates-reversed", VISITOR, "  left_at: 2026-11-28T11", "  left_at: 2026-11-28T09", ""),
    ("dates-reversed", PARCEL, "  collected_at: 2026-11-28T11", "  collected_at: 2026-11-28T09", ""),
    ("half-collected", PARCEL, "  handed_out_by: li-na\n", "", "  collected_at"),
    ("fractions", BILL, "  payer: 1-1-101-wa\n  item: property\n  period: 2026q3\n  amount: 750.62",
     "  payer: 1-1-101-wa\n  item: property\n  period: 2026q3\n  amount: 750.625", "  amount: 750.625"),
    ("fractions", PAYMENT, "    amount: 750.62", "    amount: 750.615", ""),
    ("covers-too-much", PAYMENT, "  amount: 750.62\n  way", "  amount: 700.00\n  way", "  covers"),
    ("overpaid", BILL, "  payer: 1-1-102-wb\n  item: property\n  period: 2026q3\n  amount: 750.62",
     "  payer: 1-1-102-wb\n  item: property\n  period: 2026q3\n  amount: 700.00", f"{PAYMENT}|    amount"),
    ("no-result", REMINDER, "  result: promised\n", "", "- id: r-2612-1-1-102-wb"),
    ("no-day", REMINDER, "  promised_on: 2026-12-05\n", "", "- id: r-2612-1-1-102-wb"),
    ("dates-reversed", REMINDER, "  promised_on: 2026-12-05", "  promised_on: 2026-11-05", ""),
    ("unknown-slot", REMINDER, "  slot: am", "  slot: noon", ""),
    ("other-payer", REMINDER, "  - b-2026q3-1-1-101-property", "  - b-2026q3-1-1-102-property", ""),
    ("dates-reversed", SURVEY, "  closes: 2026-12-15", "  closes: 2026-11-15", ""),
    ("duplicate-id", SURVEY, "  - id: q2", "  - id: q1", "  questions"),
    ("no-choices", SURVEY, "    choices:\n    - 每季度\n    - 每半年\n", "", "  - id: q2"),
    ("dates-reversed", PLEDGE, "  signed_on: 2026-01-06", "  signed_on: 2026-01-04", ""),
    ("missing-field", PLEDGE, "  items:\n  - 首问负责。", "  items: []", ""),
    ("unknown-shift", SETTINGS, "", SLOTS.replace("early", "noon"), "  shift: noon"),
    ("quiet-hours", SETTINGS, "", QUIET + SLOTS, "- id: pm"),
    ("dates-reversed", SETTINGS, "", 'desk_hours:\n- from: "20:00"\n  to: "09:00"\n', "  to: "),
    ("bad-pattern", SETTINGS, "", 'desk_hours:\n- from: "07:00"\n  to: "24:00"\n', "  to: "),
    ("wrong-length", SETTINGS, "", "reminders:\n  gap_days: [7, 7]\n", "  gap_days"),
    ("out-of-range", SETTINGS, "", "survey_months:\n- 6\n- 13\n", "- 13"),
    ("duplicate-id", SETTINGS, "", SHIFTS + SHIFTS[SHIFTS.index("- id: late") :], "shifts:"),
    ("id-mismatch", CALENDAR, "- id: h-2027-01-01", "- id: h-2027-01-02", ""),
    ("dates-reversed", CALENDAR, "  type: makeup", "  type: makeup\n  to: 2027-02-05", "  to: 2027-02-05"),
    ("overlap", CALENDAR, "- id: h-2027-02-06\n  from: 2027-02-06", "- id: h-2027-01-09\n  from: 2027-01-09", "  from: 2027-01-09"),
    ("bad-id", VISIT, "- id: v-2612-1-1-202", "- id: v/2612", ""),
]  # fmt: skip

WARNINGS = [
    ("paid-twice", SERVICE, "  price: 0.00", "  price: 5.00\n  price_unit: 次", "  price: 5.00"),
    ("not-billed", ORDER, "  bill: b-2026m11-1-1-101-service-2\n", "", "- id: so-261121-bbbb"),
    ("not-offered", ORDER, "service: sv-260101-cccc", "service: sv-260101-bbbb", "  service: sv-260101-bbbb"),
    ("free-service", ORDER, "  price_agreed: 0.00", "  price_agreed: 5.00", "  price_agreed: 5.00"),
    ("overdue", ORDER, "  wanted_on: 2026-12-01", "  wanted_on: 2026-11-29", "  wanted_on: 2026-11-29"),
    ("in-future", TOLD, "  informed_on: 2026-11-20", "  informed_on: 2026-12-20", "  informed_on: 2026-12-20"),
    ("penalty-open", BREACH, "  date: 2026-11-21", "  date: 2026-10-21", "- id: br-261121-bbbb"),
    ("in-future", BREACH, "  date: 2026-11-21", "  date: 2026-12-21", ""),
    ("fine-disputed", SETTINGS, "pledge:\n", "pledge:\n  fine: 50\n", "  fine: 50"),
    ("fine-disputed", SETTINGS, "pledge:\n", "pledge:\n  penalty: 罚款五十元\n", "  penalty: 罚款五十元"),
    ("unpaid-work", SETTINGS, "pledge:\n", "pledge:\n  cleaning: true\n", "  cleaning: true"),
    ("forbidden-phrase", COMPLAINT, "  result: 已", "  result: 不归我管。已", ""),
    ("unknown-key", VISIT, "  satisfaction: 5", "  satisfaction: 5\n  conten: 一切都好", "  conten"),
    ("unknown-key", COMPLAINT, "    action: resolve", "    action: resolve\n    txt: 已扫", "    txt"),
    ("odd-id", REPAIR, "- id: w-261110-aaaa", "- id: x-261110-aaaa", ""),
    ("phone-in-text", COMPLAINT, "  content: 夜里无人值守", "  content: 请回 138 0000 0001", ""),
    ("phone-in-text", STAFF, "  name: 孙丽", "  name: 孙丽\n  tel: 13800000001", "  tel"),
    ("bank-account", VISIT, "  satisfaction: 5", "  content: 退到 6222 0210 0111 1111 230", "  content"),
    ("no-shift", STAFF, "  shift: early-in-odd-weeks\n", "", "- id: li-na"),
    ("unknown-building", STAFF, '  zone:\n  - "1"', '  zone:\n  - "7"', "  zone:\n  - \"7\""),
    ("in-future", UNIT, FIRST, FIRST.replace("2020", "2027"), "  handed_over: 2027"),
    ("no-outcome", VISIT, SECOND, SECOND.replace("12-02", "11-18"), "- id: v-2612-1-1-202"),
    ("in-future", VISIT, "  date: 2026-11-30", "  date: 2026-12-30", ""),
    ("off-shift", VISIT, SECOND, SECOND.replace("li-na", "wang-fang"), "  slot: am\n- id: v-2612-1-1-301\n"),
    ("against-wishes", VISIT, SECOND, SECOND.replace("12-02", "12-03"), "  slot: am\n- id: v-2612-1-1-301\n"),
    ("no-reason", VISIT, DONE, "  status: declined\n", "- id: v-2612-1-1-301-2"),
    ("other-home", VISIT, "  met: 1-1-301-we", "  met: 1-1-101-wa", ""),
    ("id-mismatch", VISIT, "- id: v-2612-1-1-202", "- id: v-2612-1-1-203", ""),
    ("back-dated", COMPLAINT, "  received_at: 2026-11-12", "  received_at: 2026-11-11", ""),
    ("no-number", COMPLAINT, "  source: letter", "  source: hotline-12345", "- id: c-261112-bbbb"),
    ("rework-paid", REWORK, "  item: 门锁又不灵", "  item: 门锁又不灵\n  price_agreed: 5.00\n  amount: 5.00", "  amount: 5.00"),
    ("out-of-warranty", SETTINGS, "pledge:", "repairs:\n  warranty_days: 20\npledge:", f"{REWORK}|  reworks"),
    ("engineer-away", STAFF, "  name: 赵刚\n", "  name: 赵刚\n  left: 2026-11-29\n", f"{REWORK}|  dispatched_to"),
    ("short-notice", NOTICE, "  put_up_on: 2026-11-22", "  put_up_on: 2026-11-23", ""),
    ("still-up", NOTICE, "  taken_down_on: 2026-11-26\n  taken_down_by: zhao-gang\n", "", "- id: n-261120-aaaa"),
    ("nobody-named", NOTICE, "  taken_down_by: zhao-gang\n", "", "- id: n-261120-aaaa"),
    ("no-place", NOTICE, "  places:\n  - 1栋大堂\n", "", "- id: n-261120-aaaa"),
    ("unsigned", HANDOVER, "  signed_to: 2026-11-28T21:05:00+08:00\n", "", "- id: h-261128-late"),
    ("no-handover", HANDOVER, "- id: h-261129-early\n  date: 2026-11-29", "- id: h-261130-early\n  date: 2026-11-30", "  shift: early"),
    ("over-price", REPAIR, "  price_agreed: 80.00", "  price_agreed: 60.00", "  amount"),
    ("overdue", LOAN, "  due_at: 2026-11-30T18", "  due_at: 2026-11-30T08:45:00+08:00\n  note: x", ""),
    ("other-home", LOAN, "    by: 1-1-302-wf", "    by: 1-1-101-wa", ""),
    ("room-unchecked", LOAN, "  room_checked: true\n", "", "- id: l-261120"),
    ("mandate-ended", KEY, "  received_on: 2026-01-05", "  received_on: 2026-01-05\n  mandate_until: 2026-11-29", "  mandate_until"),
    ("stocktake-due", STOCKTAKE, "  counted_by: li-na", "  counted_by: li-na\n  board: A", f"{SETTINGS}|format: 1"),
    ("key-missing", STOCKTAKE, "    settled_on: 2026-11-27\n", "", "  - key: k-pump"),
    ("not-answered", CONTACT, "  answer: 每月150元\n", "", "- id: t-261128-aaaa"),
    ("other-home", CONTACT, "  caller: 1-1-101-wa", "  caller: 1-1-102-wb", ""),
    ("one-way", CONTACT, "  answer: 每月150元", "  becomes:\n    repair: w-261110-aaaa", "    repair"),
    ("one-way", REPAIR, "  price_agreed: 80.00", "  contact: t-261128-aaaa\n  price_agreed: 80.00", "  contact"),
    ("kept-too-long", SETTINGS, "", "front_desk:\n  visitor_days: 1\n", f"{VISITOR}|- id: g-261128"),
    ("other-home", "bill/2026q3/2-1.yaml", "  payer: 2-1-202-wk", "  payer: 2-1-101-wg", ""),
    ("on-hold", BILL, "  payer: 1-1-101-wa", "  payer: 1-1-101-wa\n  disputed: 多算了", f"{REMINDER}|  - b-2026q3"),
    ("unsigned", PLEDGE, "  signed_on: 2026-01-06\n", "", "- id: pledge-2026-li-na"),
    ("incomplete-year", CALENDAR, "  to: 2027-01-13", "  to: 2027-01-03", "- id: h-2027-01-01"),
    ("not-weekend", CALENDAR, "- id: h-2027-02-06\n  from: 2027-02-06", "- id: h-2027-02-05\n  from: 2027-02-05", "  from: 2027-02-05"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "path", "old", "new", "at"), ERRORS)
def test_an_error(code: str, path: str, old: str, new: str, at: str) -> None:
    store = state((path, old, new))
    assert ("error", code, place(store, path, at or new)) in found(store)


@pytest.mark.parametrize(("code", "path", "old", "new", "at"), WARNINGS)
def test_a_warning(code: str, path: str, old: str, new: str, at: str) -> None:
    store = state((path, old, new))
    assert found(store) == [("warning", code, place(store, path, at or new))]


def with_more(path: str, *records: str) -> list[tuple[str, str, str]]:
    """What is found once these stand below what is there."""
    return found(state((path, "", "".join(records))))


ANOTHER = GOOD[VISIT][: GOOD[VISIT].index("- id: v-2612-1-1-202")]


def test_no_more_visits_than_fit_into_a_slot_and_a_day() -> None:
    problems = with_more(VISIT, ANOTHER.replace("1-1-101", "1-1-102"))
    assert {problem[:2] for problem in problems} == {("error", "slot-full"), ("error", "day-full")}
    assert len(problems) == 6


def test_a_second_reminder_of_the_same_payer_and_a_third() -> None:
    reminder = "- id: r-2612-1-1-102-wb-%d\n  unit: 1-1-102\n  payer: 1-1-102-wb\n  officer: li-na\n  date: 2026-11-30\n  amount: 1.00\n"
    assert with_more(REMINDER, reminder % 2) == []
    assert {problem[:2] for problem in with_more(REMINDER, reminder % 2, reminder % 3)} == {("error", "too-often")}


def test_a_key_that_is_out_is_not_lent_again() -> None:
    loan = GOOD[LOAN][GOOD[LOAN].index("- id: l-261130-bbbb") :].replace("bbbb", "cccc")
    problems = with_more(LOAN, loan)
    assert [problem[:2] for problem in problems] == [("error", "already-out"), ("error", "already-out"), ("error", "more-out")]
    back = loan.replace("due_at", "in_at: 2026-11-30T08:50:00+08:00\n  due_at")
    assert [problem[:2] for problem in with_more(LOAN, back)] == [("warning", "overlap")]


def test_money_is_not_booked_twice() -> None:
    bill, payment = ((TINY / "records" / path).read_text("utf-8") for path in (BILL, PAYMENT))
    twin = bill[: bill.index("- id: b-2026q3-1-1-102")].replace("-property", "-property-2", 1)
    assert {problem[:2] for problem in with_more(BILL, twin)} == {("error", "billed-twice")}
    codes = {problem[:2] for problem in with_more(PAYMENT, payment.replace("ab2c", "ab2d"))}
    assert codes == {("error", "overpaid"), ("error", "receipt-twice")}
    refund = payment.replace("ab2c", "ab2d").replace("  amount: 750.62\n  way", "  amount: -10.00\n  way").replace("R260710", "R260711")
    assert ("error", "covers-too-much") in {problem[:2] for problem in with_more(PAYMENT, refund)}


REVERSAL = """\
- id: p-260711-ab2c
  unit: 1-1-102
  payer: 1-1-102-wb
  date: 2026-07-11
  amount: -750.62
  way: wechat
  receipt: R260711-001
  covers:
  - bill: b-2026q3-1-1-102-property
    amount: -750.62
  received_by: sun-li
  reverses: p-260710-ab2c
"""
CREDIT_NOTE = """\
- id: b-2026q3-1-1-101-property-2
  unit: 1-1-101
  payer: 1-1-101-wa
  item: property
  period: 2026q3
  amount: -750.62
  due: 2026-07-15
  issued: 2026-11-30
  reverses: b-2026q3-1-1-101-property
"""
REFUND = """\
- id: p-260712-ab2c
  unit: 1-1-102
  payer: 1-1-102-wb
  date: 2026-07-12
  amount: -10.00
  way: cash
"""


def test_what_was_wrong_is_taken_back_exactly_and_once() -> None:
    assert with_more(PAYMENT, REVERSAL) == with_more(BILL, CREDIT_NOTE) == []
    codes = {problem[1] for problem in with_more(PAYMENT, REVERSAL, REVERSAL.replace("0711-", "0713-"))}
    assert codes == {"reversed-twice"}
    assert {problem[1] for problem in with_more(PAYMENT, REVERSAL.replace("-750.62", "-700.00"))} == {"reversal-differs"}
    assert {problem[1] for problem in with_more(BILL, CREDIT_NOTE, CREDIT_NOTE.replace("-2\n", "-3\n", 1))} == {"reversed-twice"}
    assert {problem[1] for problem in with_more(BILL, CREDIT_NOTE.replace("-750.62", "-700.00"))} == {"reversal-differs"}
    assert {problem[1] for problem in with_more(BILL, CREDIT_NOTE.replace("  reverses: b-2026q3-1-1-101-property\n", ""))} >= {"no-credit"}


def test_a_bill_that_is_reversed_cannot_stay_paid() -> None:
    paid = CREDIT_NOTE.replace("1-1-101-wa", "1-1-102-wb").replace("1-1-101", "1-1-102")
    assert [problem[1] for problem in with_more(BILL, paid)] == ["overpaid"]


def test_nothing_is_paid_back_that_was_not_prepaid() -> None:
    assert [problem[1] for problem in with_more(PAYMENT, REFUND)] == ["refunded-too-much"] * 2
    prepaid = (PAYMENT, "  amount: 750.62\n  way", "  amount: 760.62\n  way")
    assert found(state(prepaid, (PAYMENT, "", REFUND))) == []


def test_money_covers_its_own_payers_bills() -> None:
    other = (PAYMENT, "  - bill: b-2026q3-1-1-102-property", "  - bill: b-2026q3-1-1-101-property")
    assert {problem[1] for problem in found(state(other))} == {"other-payer", "other-home"}
    takes_back = REFUND + "  covers:\n  - bill: b-2026q3-1-1-102-property\n    amount: -10.00\n"
    assert {problem[1] for problem in with_more(PAYMENT, takes_back)} == {"takes-back"}
    assert {problem[1] for problem in with_more(PAYMENT, REFUND.replace("cash", "offset"))} >= {"offset-with-money"}


def test_a_receipt_that_is_missing_is_noticed() -> None:
    later = (PAYMENT, "R260710-001", "R260710-003")
    assert [problem[:2] for problem in found(state(later))] == [("warning", "receipt-gap")]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("  charges:\n  - item: property\n", "no-fixed-fee"),
        ("  charges:\n  - item: parking\n    from: 2026-05-01\n    to: 2026-04-01\n", "dates-reversed"),
    ],
)
def test_fixed_fees_make_sense(new: str, code: str) -> None:
    assert {problem[1] for problem in with_more(UNIT, new)} == {code}


@pytest.mark.parametrize(
    ("text", "codes"),
    [("请缴纳{amount}元", []), ("再不缴就停水", ["threat"]), ("请缴纳{sum}元", ["unknown-field"])],
)
def test_a_reminder_does_not_threaten(text: str, codes: list[str]) -> None:
    policy = f"reminders:\n  texts:\n  - stage: 2\n    text: {text!r}\n"
    assert [problem[1] for problem in found(state((SETTINGS, "", policy)))] == codes


def test_three_households_complain_together() -> None:
    child = GOOD[COMPLAINT][GOOD[COMPLAINT].index("- id: c-261112") :].replace("  place: 大堂", "  unit: 1-1-102\n  parent: c-261110-aaaa")
    children = [child.replace("bbbb", letters).replace("1-1-102", unit) for letters, unit in (("cccc", "1-1-102"), ("dddd", "1-1-202"))]
    assert with_more(COMPLAINT, children[0]) == []
    assert [problem[:2] for problem in with_more(COMPLAINT, *children)] == [("warning", "not-major")]


@pytest.mark.parametrize(
    ("type", "unit", "code"),
    [("regular", "1-1-101", None), ("complaint-callback", "1-1-101", "not-with-visit"), ("complaint-callback", "1-1-202", None)],
)
def test_money_is_no_topic_of_a_call_back(type: str, unit: str, code: str | None) -> None:
    visit = f"  unit: {unit}\n  officer"
    store = state((VISIT, visit, visit.replace("\n", f"\n  type: {type}\n")), (REMINDER, "visit: v-2612-1-1-101", f"visit: v-2612-{unit}"))
    assert [problem[:2] for problem in found(store)] == ([("error", code)] if code else [])


def test_a_reminder_respects_what_a_visit_respects() -> None:
    at_door = (REMINDER, "  way: phone", "  way: door")
    for change, code in (
        (
            (
                UNIT,
                "area_m2: 89.36\n  occupancy: owner-occupied\n  handed_over: 2020-06-01\n- id: 1-1-102",
                "occupancy: vacant\n- id: 1-1-102",
            ),
            "vacant",
        ),
        ((RESIDENT, "  name: 张伟", "  name: 张伟\n  visits: opted-out"), "opted-out"),
        ((RESIDENT, "  name: 张伟", "  name: 张伟\n  do_not_disturb: [{from: 2026-12-01, to: 2026-12-03}]"), "do-not-disturb"),
        ((STAFF, "  name: 李娜", "  name: 李娜\n  left: 2026-12-01"), "officer-absent"),
    ):
        assert ("error", code) in {problem[:2] for problem in found(state(at_door, change)) if problem[2].startswith(REMINDER)}


def test_a_record_in_the_wrong_file_is_read_and_named() -> None:
    store = state(("visit/elsewhere.yaml", "", ANOTHER.replace("1-1-101", "2-1-101").replace("12-02", "12-14")))
    (problem,) = problems_of(store)
    assert (problem.severity, problem.code, problem.path) == ("warning", "misplaced", "records/visit/elsewhere.yaml")
    assert "records/visit/2026-12/2-1.yaml" in problem.message


def test_a_file_that_is_full_goes_on_in_a_folder_of_its_name() -> None:
    visit = ANOTHER.replace("1-1-101", "2-1-101").replace("12-02", "12-14")
    assert problems_of(state(("visit/2026-12/2-1/2.yaml", "", visit))) == []


def test_a_hook_holds_one_key() -> None:
    assert [problem[:2] for problem in found(state((KEY, "  location: A-02", "  location: A-01")))] == [("warning", "hook-taken")] * 2


def test_an_id_in_two_files() -> None:
    codes = [problem[:2] for problem in with_more("visit/elsewhere.yaml", ANOTHER)]
    assert codes == [("error", "duplicate-id")]


def test_keys_that_nobody_meant_otherwise_stay_silent() -> None:
    assert found(state((RESIDENT, "  name: 张伟", "  name: 张伟\n  phone2: 分机 12\n  wifi: 有\n  hobby: {colour: blue}"))) == []


def test_what_the_clock_brings_is_a_warning() -> None:
    for later in (datetime(2026, 12, 3, 9, 0, tzinfo=CHINA), datetime(2028, 1, 1, 9, 0, tzinfo=CHINA), datetime(2020, 1, 1, tzinfo=CHINA)):
        severities = {problem.severity for problem in problems_of(state(now=later))}
        assert severities == {"warning"}


def test_problems_come_in_the_order_of_files_and_lines_each_with_a_place() -> None:
    broken = state(*((path, old, new) for code, path, old, new, __ in (ERRORS[0], ERRORS[3], ERRORS[7], WARNINGS[0])))
    problems: list[Problem] = problems_of(broken)
    assert problems == sorted(problems, key=lambda problem: (problem.path, problem.line)) == problems_of(broken)
    assert all(problem.path and problem.line and problem.id and problem.message for problem in problems)
