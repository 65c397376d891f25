"""What people complain about, what is noted on the way and how it ends."""

from dataclasses import dataclass

from propops.models.complaint import ComplaintCategory as C
from propops.models.complaint import ComplaintClass as K
from propops.models.complaint import Department as D


@dataclass(frozen=True)
class Matter:
    """`hours` is how long it takes; without a place it is about the home itself."""

    category: C
    class_: K
    department: D
    hours: int
    content: str
    note: str
    result: str
    place: str = ""


MATTERS = (
    Matter(C.REPAIR, K.GENERAL, D.ENGINEERING, 20, "单元门闭门器失灵，关门声音大", "已更换闭门器，待观察一晚", "闭门器已更换，关门正常"),
    Matter(C.REPAIR, K.GENERAL, D.ENGINEERING, 26, "楼道灯连续两晚不亮", "检查为感应器故障，已领料", "更换感应器两只，照明恢复"),
    Matter(C.REPAIR, K.URGENT, D.ENGINEERING, 9, "电梯运行到中间楼层时抖动", "维保人员已到场，暂停使用一部", "调整导靴并试运行，恢复使用"),
    Matter(C.REPAIR, K.GENERAL, D.ENGINEERING, 30, "可视对讲听不到声音", "主机正常，分机待更换", "更换分机，通话正常"),
    Matter(C.CLEANING, K.GENERAL, D.CLEANING, 6, "楼道有装修垃圾未清", "已联系装修户，当日清运", "垃圾已清运，楼道已冲洗"),
    Matter(C.CLEANING, K.GENERAL, D.CLEANING, 5, "电梯轿厢地面有水渍异味", "已安排即时清洁", "轿厢已清洁，增加一次巡回"),
    Matter(C.CLEANING, K.GENERAL, D.CLEANING, 8, "垃圾桶满溢未及时清理", "核查为清运车晚到", "已清运，调整清运时间", "地面垃圾投放点"),
    Matter(C.GREENING, K.GENERAL, D.GREENING, 50, "树枝伸到窗前影响采光", "已现场查看，列入修剪", "已修剪，住户确认"),
    Matter(C.GREENING, K.GENERAL, D.GREENING, 40, "草坪喷灌喷到人行道", "喷头角度偏移", "喷头已调整", "中心花园"),
    Matter(C.ORDER, K.GENERAL, D.SECURITY, 18, "陌生推销人员进楼敲门", "已调看门岗登记", "加强访客登记，门岗已培训"),
    Matter(C.ORDER, K.GENERAL, D.SECURITY, 12, "电动车推进电梯", "已找到车主并劝离", "加装提示牌，早晚有人值守"),
    Matter(C.ORDER, K.GENERAL, D.SECURITY, 14, "晚间有人在楼下大声喧哗", "巡逻已到场劝散", "二十二点后增加一次巡逻", "中心花园"),
    Matter(C.PARKING, K.GENERAL, D.SECURITY, 22, "车位被他人占用", "已联系占用车主移车", "车已移走，车位加装标识"),
    Matter(C.PARKING, K.GENERAL, D.SECURITY, 16, "车库出口道闸识别慢", "道闸厂家已远程调试", "识别恢复正常", "地下车库出口"),
    Matter(C.NOISE, K.GENERAL, D.SERVICE, 10, "楼上装修午休时间施工", "已上门说明施工时段", "施工方书面保证按时段施工"),
    Matter(C.NOISE, K.GENERAL, D.SERVICE, 28, "楼下商铺空调外机噪音大", "已约商户查看", "外机加装减振垫", "沿街商铺"),
    Matter(C.NEIGHBOURS, K.GENERAL, D.SERVICE, 30, "邻居在楼道放置鞋柜", "已与邻居沟通", "鞋柜已移入户内"),
    Matter(C.NEIGHBOURS, K.GENERAL, D.SERVICE, 34, "楼上空调滴水到窗台", "已请楼上接冷凝水管", "已接管，无滴水"),
    Matter(C.SERVICE, K.GENERAL, D.SERVICE, 20, "前台电话中午无人接听", "核查为交接班空档", "调整午间值班，已向住户致歉"),
    Matter(C.FEES, K.GENERAL, D.FINANCE, 26, "对本季度停车费金额有疑问", "已调取账单核对", "说明计费方式，住户认可"),
    Matter(C.LEAK, K.URGENT, D.ENGINEERING, 12, "卫生间顶部有滴水", "关阀检查，楼上地漏渗水", "楼上地漏重做防水，已不滴水"),
    Matter(C.LEAK, K.COMPLEX, D.ENGINEERING, 70, "厨房墙面返潮起皮", "打压检查，待确认来源", "更换给水软管，墙面待干后修补"),
    Matter(C.DEVELOPER, K.COMPLEX, D.ENGINEERING, 90, "阳台推拉门关不严", "属保修项目，已发函开发单位", "开发单位已更换滑轮"),
    Matter(C.OTHER, K.GENERAL, D.SERVICE, 12, "快递柜经常满，取件不便", "已联系快递柜公司", "增加一组副柜", "南门快递柜"),
)
THANKS = ("处理及时，满意", "可以", "比上次快", "问题解决了，谢谢", "满意")
UNHAPPY = ("希望不要再发生", "时间偏长，理解原因")
AGAIN = "回访时反映又出现，重新处理"
