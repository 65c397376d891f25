"""The key board and a year of loans, all back in time but a few."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from propops.models.key import Key, KeyType
from propops.models.key_loan import Call, Consent, Extension, IdKind, KeyLoan, PartReturn
from propops.models.key_stocktake import Difference, Found, KeyStocktake
from propops.models.unit import Occupancy
from propops.sample.days import at, days_of, is_workday, workday_from
from propops.sample.dice import Dice
from propops.sample.team import SUPERVISOR
from propops.sample.world import World

LOANS_PER_MONTH = 18  # for 240 homes
COUNTING_DAY = 27
HOOKS = 40  # on one board
_PLANT = ("低压配电房", "生活水泵房", "消防泵房", "电梯机房")
_STRANGE_PLACES = ("前台抽屉", "工程部值班室", "旁边的空挂钩")
_COMMON = ("屋面门", "单元公告栏", "地下室隔间")


@dataclass(frozen=True)
class Errand:
    """Why a key is borrowed and by whom."""

    reason: str
    borrower: str
    organisation: str
    checked: IdKind


_ERRANDS = {
    KeyType.PLANT: (
        Errand("设备月度巡检", "周强", "工程部", IdKind.STAFF_CARD),
        Errand("水泵切换试运行", "徐刚", "工程部", IdKind.STAFF_CARD),
        Errand("电梯半月维保", "维保班组", "安达电梯维保", IdKind.IDENTITY_CARD),
        Errand("消防设施检测", "检测班组", "安宁消防检测", IdKind.IDENTITY_CARD),
    ),
    KeyType.COMMON: (
        Errand("屋面排水口清理", "马军", "工程部", IdKind.STAFF_CARD),
        Errand("张贴通知", "郭锋", "秩序部", IdKind.STAFF_CARD),
        Errand("公区照明检修", "徐刚", "工程部", IdKind.STAFF_CARD),
    ),
    KeyType.VACANT: (
        Errand("空置房月度检查", "马军", "工程部", IdKind.STAFF_CARD),
        Errand("关窗和地漏补水", "周强", "工程部", IdKind.STAFF_CARD),
    ),
    KeyType.ENTRUSTED: (
        Errand("业主委托代收家具", "郭锋", "秩序部", IdKind.STAFF_CARD),
        Errand("业主委托通风浇花", "梁燕", "保洁部", IdKind.STAFF_CARD),
    ),
}


def hang(world: World) -> list[Key]:
    """Every key on its hook before the life begins."""
    moment = at(world.span.start - timedelta(1), 10)
    found = []
    for count, (key, since) in enumerate(_all_keys(world)):
        hook = f"{chr(ord('A') + count // HOOKS % 26)}{count // HOOKS // 26 or ''}-{count % HOOKS + 1:02d}"
        numbered = world.journal.new(at(since, 9), replace(key, location=hook, received_on=since))
        found.append(numbered)
    world.journal.act(moment, SUPERVISOR, "import", f"钥匙盘点入册 共{len(found)}把", *found)
    return found


def _all_keys(world: World) -> Iterator[tuple[Key, date]]:
    dice = world.dice("keys")
    for home in world.ordinary:
        if home.unit.occupancy in (Occupancy.VACANT, Occupancy.NOT_HANDED_OVER) and dice.chance(0.7):
            since = world.span.start - timedelta(dice.number(60, 700))
            yield Key(unit=home.id, name="入户门", quantity=1, type=KeyType.VACANT), since
        elif home.unit.occupancy is Occupancy.OWNER and dice.chance(0.06):
            since = world.span.start - timedelta(dice.number(30, 500))
            yield Key(unit=home.id, name="入户门", type=KeyType.ENTRUSTED, received_from=home.owner.name), since
    for building in dict.fromkeys(home.unit.building for home in world.homes):
        yield from _building_keys(building)


def _building_keys(building: str) -> Iterator[tuple[Key, date]]:
    """Each building's keys were taken over on their own day, for ids count the keys of one day."""
    since = date(2019, 9, 28) + timedelta(37 * int(building))
    for name in _PLANT:
        yield Key(place=f"{building}栋", name=name, type=KeyType.PLANT), since
    for entrance in ("1", "2"):
        for name in _COMMON:
            yield Key(place=f"{building}栋{entrance}单元", name=name, type=KeyType.COMMON, quantity=2 if name == "屋面门" else 1), since


def lend_all(world: World, keys: list[Key]) -> None:
    busy: set[tuple[str, date]] = set()
    for month in world.span.months():
        dice = world.dice("loans", month)
        days = [day for day in days_of(month) if is_workday(day) and day < world.span.until]
        for __ in range(round(LOANS_PER_MONTH * world.size) if days else 0):
            day, key = dice.pick(days), dice.pick(keys)
            # The day after is kept free too: a key may come back late.
            if not busy & {(key.id, day + timedelta(i)) for i in (-1, 0, 1)}:
                busy.add((key.id, day))
                _lend_for_a_day(world, key, day, dice)


def _lend_for_a_day(world: World, key: Key, day: date, dice: Dice) -> None:
    out = at(day, 8, 20 + dice.number(0, 380))
    loan = lend(world, key, dice.pick(_ERRANDS[key.type]), out, _consent(world, key, out))
    is_late = dice.chance(0.04) and day < world.span.ago(5) and day.day != COUNTING_DAY - 1
    back = at(day + timedelta(1), 8, 15 + dice.number(0, 60)) if is_late else out + timedelta(minutes=dice.number(40, 165))
    give_back(world, loan, key, back)


def count_all(world: World, keys: list[Key]) -> None:
    """Once a month before the desk opens, so that nothing is out. Now and then a key lies elsewhere, or is missed for some hours."""
    _count(world, keys, world.span.start - timedelta(1), Dice(world.seed, "first-count"))
    for month in world.span.months():
        day = month.replace(day=COUNTING_DAY)
        if day < world.span.until:
            _count(world, keys, day, world.dice("stocktake", month))


def _count(world: World, keys: list[Key], day: date, dice: Dice) -> None:
    differences = tuple(_difference(dice, key, day) for key in dice.mixed(keys)[: dice.number(0, 2)])
    different = {one.key for one in differences}
    stocktake = KeyStocktake(
        started_at=at(day, 7, 5),
        finished_at=at(day, 7, 5 + max(1, len(keys) // 4)),
        counted_by=SUPERVISOR,
        differences=differences,
        there=tuple(key.id for key in keys if key.id not in different),
    )
    world.journal.add(at(day, 7, 40), SUPERVISOR, "key stocktake", "钥匙盘点", stocktake)


def _difference(dice: Dice, key: Key, day: date) -> Difference:
    if dice.chance(0.8):
        return Difference(key=key.id, found=Found.ELSEWHERE, where=dice.pick(_STRANGE_PLACES))
    return Difference(key=key.id, found=Found.MISSING, settled_on=day, settled="在工程部工具柜找到，已挂回")


def _consent(world: World, key: Key, out: datetime) -> Consent | None:
    if key.type is not KeyType.ENTRUSTED or key.unit is None:
        return None
    return Consent(by=world.by_id[key.unit].owner.id, at=out - timedelta(minutes=25), way="电话")


def lend(world: World, key: Key, errand: Errand, out: datetime, consent: Consent | None = None, quantity: int = 1) -> KeyLoan:
    by = world.team.desk(out)
    loan = KeyLoan(
        key=key.id,
        quantity=quantity,
        borrower=errand.borrower,
        organisation=errand.organisation,
        id_checked=errand.checked,
        reason=errand.reason,
        owner_consent=consent,
        out_at=out,
        out_by=by,
        due_at=at(out.date(), 18),
    )
    added = world.journal.new(out, loan)
    world.journal.act(out, by, "key lend", f"钥匙借出 {key.id} {added.id}", added)
    return added


def give_back(world: World, loan: KeyLoan, key: Key, back: datetime) -> None:
    by = world.team.desk(back)
    checked = True if key.unit else None
    done = replace(loan, in_at=back, in_by=by, returned_by=loan.borrower, room_checked=checked)
    world.journal.act(back, by, "key return", f"钥匙归还 {key.id} {loan.id}", done)


# --- roof works that took a day longer ----------------------------------------------------------------------------------

_ROOFER = Errand("屋面防水修补", "马师傅", "安固防水", IdKind.IDENTITY_CARD)


def roof_works(world: World) -> Key:
    """Two keys for two days: one back in the evening, a call about the other, an extension that the supervisor approves."""
    since = world.span.start - timedelta(200)
    key = Key(place="2栋", name="屋面设备间", type=KeyType.COMMON, quantity=2, location="C-01", received_on=since)
    key = world.journal.new(at(since, 9), key)
    world.journal.write(at(since, 9), SUPERVISOR, "key add", "钥匙入册", key)
    day = workday_from(world.span.ago(40))
    loan = lend(world, key, _ROOFER, at(day, 8, 50), quantity=2)
    evening, by = at(day, 17, 40), world.team.desk(at(day, 17, 40))
    loan = replace(loan, part_returns=(PartReturn(at=evening, by=by, quantity=1, returned_by=_ROOFER.borrower),))
    world.journal.act(evening, by, "key return", f"钥匙归还 {key.id} {loan.id}", loan)
    loan = replace(loan, calls=(Call(at=at(day, 18, 10), by=by, text="还有一处未补完，明天中午还"),))
    world.journal.act(at(day, 18, 10), by, "key called", f"钥匙催还 {key.id} {loan.id}", loan)
    due = at(day + timedelta(1), 12)
    extension = Extension(at=at(day, 18, 20), by=by, approved_by=SUPERVISOR, was=loan.due_at, due=due, reason="屋面未完工")
    loan = replace(loan, due_at=due, extensions=(extension,))
    world.journal.act(at(day, 18, 20), by, "key extend", f"钥匙续借 {key.id} {loan.id}", loan)
    give_back(world, loan, key, at(day + timedelta(1), 11, 25))
    return key
