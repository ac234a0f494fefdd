"""The columns of a roster of people, and the headings by which offices call them."""

from cases.imports.cells import folded
from stations.imports.sheet import Column, Headings

COLUMNS = {
    "name": Column("姓名", "必填", "人员姓名", required=True, longest=60),
    "sex": Column("性别", "女、男；填了身份证号的可以空着"),
    "unit": Column("登记单位", "本单位空着；村（社区）写地名或者区划代码", "单位 所属单位 所在村（社区）"),
    "phone": Column("联系电话", "单元格请设为文本", "电话 手机 手机号 联系方式", longest=40),
    "id_number": Column("身份证号", "18 位，单元格请设为文本；可以不填", "身份证 身份证号码 公民身份号码"),
    "workplace": Column("工作单位", "可以不填", "工作单位及职务", longest=120),
    "joined_on": Column("加入日期", "必填，如 2026-03-08", "加入时间 任职时间 聘任时间", required=True),
    "kind": Column("身份", "必填，照“选项”表填写", "类别 人员类别 队伍类别", required=True),
    "full_time": Column("专兼职", "专职、兼职；空着为兼职", "专职兼职"),
    "appointed_by": Column("任命、聘任单位", "可以不填", "聘任单位 任命单位 任命机关", longest=120),
    "until": Column("任期至", "如 2029-03-07；没有任期的不填", "任期届满 聘期至"),
}
HEADINGS = Headings(COLUMNS, lambda heading: folded(heading).strip("*"))
