"""The catalogue of services since the first day, one price that rises next year, who was told of it, and what was ordered."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from propops.models.base import FeeItem, month_of
from propops.models.bill import Bill
from propops.models.payment import PaymentWay
from propops.models.service import Service, ServiceType
from propops.models.service_notice import NoticeWay, ServiceNotice
from propops.models.service_order import ServiceOrder
from propops.planning.services import households, version_of
from propops.sample.days import at
from propops.sample.homes import Home
from propops.sample.team import SUPERVISOR
from propops.sample.world import SHOWN, World

PUBLIC, SPECIAL, ON_REQUEST = ServiceType
OUTSIDE = "签约家政公司"


@dataclass(frozen=True)
class Line:
    type: ServiceType
    name: str
    content: str
    price: str = "0.00"
    price_unit: str | None = None
    provider: str | None = None


LINES = (
    Line(PUBLIC, "来电来访接待", "咨询、报修、投诉受理，件件登记、件件回复"),
    Line(PUBLIC, "公共区域报修", "楼道照明、门禁、电梯等共用部位和设施"),
    Line(PUBLIC, "钥匙托管", "凭业主书面委托，登记借还"),
    Line(PUBLIC, "邮件包裹提示", "到件提示，协助看管"),
    Line(PUBLIC, "便民工具借用", "手推车、雨伞、梯子、打气筒、针线包"),
    Line(PUBLIC, "特需关怀", "独居老人、行动不便住户的问候和协助"),
    Line(SPECIAL, "更换灯具开关插座", "不含材料", "30.00", "处"),
    Line(SPECIAL, "更换水龙头角阀软管", "不含材料", "40.00", "个"),
    Line(SPECIAL, "疏通下水管道", "洗手盆、地漏、马桶", "80.00", "次"),
    Line(SPECIAL, "维修更换门锁", "须本人到场并核验身份，不含锁具", "60.00", "把"),
    Line(ON_REQUEST, "家庭保洁", "日常保洁、擦窗，两小时起", "45.00", "小时", OUTSIDE),
    Line(ON_REQUEST, "家电清洗", "空调挂机；油烟机、洗衣机另行报价", "90.00", "台", OUTSIDE),
    Line(ON_REQUEST, "花园养护", "修剪、浇水、施肥", "50.00", "次"),
)
DEARER, NEW_PRICE = "家庭保洁", Decimal("48.00")


def offer(world: World) -> None:
    """The next year's price is made known by letter; one building is still to be told."""
    day = world.span.start
    services = [world.journal.new(at(day, 8), _service(line, day)) for line in LINES]
    world.journal.write(at(day, 8), SUPERVISOR, "service add", "服务项目", *services)
    _tell(world, services, day + timedelta(1), NoticeWay.BOARD, {home.unit.building for home in world.homes})
    announced = _raise(world, services, world.span.ago(12))
    _tell(world, announced, world.span.ago(10), NoticeWay.LETTER, {home.unit.building for home in world.homes} - {_last(world)})
    if world.has_stories:
        _order(world, {service.name: service for service in services})


def _service(line: Line, day: date) -> Service:
    price = Decimal(line.price)
    return Service(
        name=line.name,
        type=line.type,
        price=price,
        price_unit=line.price_unit,
        content=line.content,
        provider=line.provider,
        valid_from=day,
    )


def _raise(world: World, services: list[Service], day: date) -> list[Service]:
    old = next(service for service in services if service.name == DEARER)
    begins = date(world.span.until.year + 1, 1, 1)
    new = world.journal.new(at(day, 10), replace(old, id="", price=NEW_PRICE, valid_from=begins))
    ended = replace(old, valid_until=begins - timedelta(1))
    world.journal.write(at(day, 10), SUPERVISOR, "service price", "服务调价", new, ended)
    return [*(service for service in services if service.id != old.id), ended, new]


def _tell(world: World, services: list[Service], day: date, way: NoticeWay, buildings: set[str]) -> None:
    version = version_of(services) or ""
    homes = [unit for unit in households(home.unit for home in world.homes) if unit.building in buildings]
    notices = [ServiceNotice(unit=unit.id, version=version, informed_on=day, way=way, informed_by=SUPERVISOR) for unit in homes]
    made = [world.journal.new(at(day, 11), notice) for notice in notices]
    if made:
        world.journal.write(at(day, 11), SUPERVISOR, "service inform", "服务告知", *made)


def _last(world: World) -> str:
    return max(home.unit.building for home in world.homes)


def _order(world: World, by_name: dict[str, Service]) -> None:
    """One done and paid, one done for nothing, one for the day after tomorrow."""
    home, other, third = world.by_id[SHOWN], *world.lived_in[:2]
    _done(world, _ordered(world, home, by_name["疏通下水管道"], 2), 1)
    _done(world, _ordered(world, other, by_name["特需关怀"], 9), 8)
    _ordered(world, third, by_name["更换灯具开关插座"], 1, wanted=-2)


def _ordered(world: World, home: Home, service: Service, ago: int, wanted: int | None = None) -> ServiceOrder:
    order = ServiceOrder(
        unit=home.id,
        service=service.id,
        ordered_on=world.span.ago(ago),
        wanted_on=world.span.ago(ago - 1 if wanted is None else wanted),
        price_agreed=service.price,
    )
    moment = at(world.span.ago(ago), 9, 25)
    return world.journal.add(moment, world.team.desk(moment), "service order", "服务预约", order)


def _done(world: World, order: ServiceOrder, ago: int) -> None:
    day = world.span.ago(ago)
    moment = at(day, 15, 40)
    done = replace(order, done_on=day, done_by="工程部")
    bills = [_bill(world, order, day)] if order.price_agreed else []
    if bills:
        done = replace(done, bill=bills[0].id)
        world.pay(moment + timedelta(minutes=15), bills, PaymentWay.WECHAT)
    world.journal.write(moment, world.team.desk(moment), "service done", "服务完成", done, *bills)


def _bill(world: World, order: ServiceOrder, day: date) -> Bill:
    payer = world.by_id[order.unit].dweller.id
    bill = Bill(unit=order.unit, payer=payer, item=FeeItem.SERVICE, period=month_of(day), amount=order.price_agreed, due=day)
    return world.journal.new(at(day, 15), bill)
