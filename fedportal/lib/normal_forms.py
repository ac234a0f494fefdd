"""One spelling for what people write in many: identity numbers, telephone numbers and names, to be compared."""

import re
import unicodedata

from fedportal.lib.id_card import check_digit

SHORTEST_ID = 6  # characters; passports and permits have at least as many
SHORTEST_PHONE = 7  # digits; fewer are service numbers such as 110 and 12338
SHORTEST_ADDRESS = 5  # characters after the region; fewer are a village or a street, where many live
WITH_AREA = 10  # digits; fewer are a landline without its area code

_OLD_ID = re.compile(r"[0-9]{15}")
_NOT_A_NUMBER = re.compile(r"[^0-9+()\s.—-]+")  # between two numbers, and before an extension
_MOBILE = re.compile(r"(?:(?:00)?86|0)?(1[3-9][0-9]{9})")
_COUNTRY = re.compile(r"^(?:00)?860?(?=[1-9][0-9]{8,10}$)")  # +86 543 3162338 is 0543 3162338
# What is written where a name is not known or not told.
_NO_NAME = re.compile(r"某|匿名|不详|未知|女士|先生|同志|群众|无名|\*|×")
_BESIDE_NAME = re.compile(r"[\s·•・‧.・\-_,，、。]")
# Older and rarer forms of characters that stand in names, and below each the one by which it is compared.
_WRITTEN = (
    "張陳劉楊黃趙吳孫馬鄭謝韓馮鄧許蘇呂蔣賈葉閻閆阎餘鍾盧陸龍萬錢湯喬賀賴龔羅範顧嚴譚蕭肖鄒駱關莊齊聶龐蘭鳳麗"
    "華榮鳴瑩豔艷嬌貞靜瓊蓮雲愛環珮賢慶東國軍鋒剛強彊飛鵬偉傑寶財貴興學紅綠蘋鶯鴻鸞歡樂義禮順喆峯崑崐羣菓迺昇"
    "陞堃甦寧甯脩鑑鑒祕囍豊豐啟啓燁曄勛勳棟樑槑楳濬湧淨潔潤澤瀾煒煥輝暉曉時暢書鈺銀鋼錦閏開雋雙韋頴穎頻風駿鶴"
    "麥齡亞儀倫僑儉勝勁協單喚壯夢婭嫻嬋孃寬實將岡嵐巖帥彥從恆悅惲憲戀揚晉業權漢為爲爾獻瑋瑤璽畢異碩禎種穀競筆"
    "節約紀純紹細絲維綺緒縵繡繼續聖聞聰肅臨蔭薩薦藝處術衛裏覺詠詩誠諾謙讓賓贊躍軒辭農迴連進運達遠邁鄉醫鈞鉅銘"
    "鋭銳鎮長門閣陽際隨雞靈靚韻項頌領願類顏飄騰驍驕魯鮑鵑鷹黨買圖庫熱爺凱"
)
_COMPARED = (
    "张陈刘杨黄赵吴孙马郑谢韩冯邓许苏吕蒋贾叶闫闫闫余钟卢陆龙万钱汤乔贺赖龚罗范顾严谭萧萧邹骆关庄齐聂庞兰凤丽"
    "华荣鸣莹艳艳娇贞静琼莲云爱环佩贤庆东国军锋刚强强飞鹏伟杰宝财贵兴学红绿苹莺鸿鸾欢乐义礼顺哲峰昆昆群果乃升"
    "升坤苏宁宁修鉴鉴秘喜丰丰启启烨晔勋勋栋梁梅梅浚涌净洁润泽澜炜焕辉晖晓时畅书钰银钢锦闰开隽双韦颖颖频风骏鹤"
    "麦龄亚仪伦侨俭胜劲协单唤壮梦娅娴婵娘宽实将冈岚岩帅彦从恒悦恽宪恋扬晋业权汉为为尔献玮瑶玺毕异硕祯种谷竞笔"
    "节约纪纯绍细丝维绮绪缦绣继续圣闻聪肃临荫萨荐艺处术卫里觉咏诗诚诺谦让宾赞跃轩辞农回连进运达远迈乡医钧巨铭"
    "锐锐镇长门阁阳际随鸡灵靓韵项颂领愿类颜飘腾骁骄鲁鲍鹃鹰党买图库热爷凯"
)
_BESIDE_ADDRESS = re.compile(r"[\s,，、。.()（）#]")
_REGIONS = re.compile(
    r"^(?:[^0-9]{2,8}?(?:省|自治区))?(?:[^0-9]{2,8}?(?:市|自治州|地区|盟))?(?:[^0-9]{1,8}?(?:县|旗|市|(?<!小|社)区))?"
)
_FLAT = re.compile(r"(?:号院|号楼|栋|幢|单元|号|室|户|楼|-)+")
_VARIANTS = str.maketrans(_WRITTEN, _COMPARED)


def normal_id_number(text: str) -> str:
    """Upper case without anything between; an old number of 15 digits as the 18 that followed it; empty for none."""
    kept = re.sub(r"[^0-9A-Z]", "", _folded(text).upper())
    if _OLD_ID.fullmatch(kept):
        digits = f"{kept[:6]}19{kept[6:]}"
        return digits + check_digit(digits)
    return kept if len(kept) >= SHORTEST_ID else ""


def normal_phone(text: str, *, area: int) -> str:
    """The digits of the first number in it, without +86; empty where nothing in it is somebody's number.

    A landline without area code is told apart by `area`, the place in which it was given.
    """
    for part in _NOT_A_NUMBER.split(_folded(text)):
        digits = re.sub(r"[^0-9]", "", part)
        if mobile := _MOBILE.match(digits):
            return mobile[1]
        digits = _COUNTRY.sub("0", digits)
        if len(digits) >= SHORTEST_PHONE:
            return digits if len(digits) >= WITH_AREA else f"{area}-{digits}"
    return ""


def normal_name(text: str) -> str:
    """Simplified, without spaces and dots, small letters; empty for what names nobody (匿名, 王某某, 李女士)."""
    name = _BESIDE_NAME.sub("", _folded(text)).translate(_VARIANTS).lower()
    return "" if len(name) < 2 or _NO_NAME.search(name) else name


def normal_address(text: str) -> str:
    """What follows the region: letters and digits alone, a flat's number as 3-2-501; empty for what is no address.

    滨城区黄河五路 385 号 3 号楼 2 单元 501 室 and 山东省滨州市滨城区黄河五路385号3-2-501 are one.
    """
    kept = _BESIDE_ADDRESS.sub("", _folded(text)).translate(_VARIANTS).lower()
    kept = _REGIONS.sub("", kept, count=1)
    kept = _FLAT.sub("-", kept).strip("-")
    return kept if len(kept) >= SHORTEST_ADDRESS and any(letter.isdigit() for letter in kept) else ""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
