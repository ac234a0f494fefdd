"""What a million petitions of one province say, and the terms by which they are found."""

from random import Random

from django.db import connection

from fedportal.lib.database_roles import as_owner
from fedportal.lib.search_lexemes import lexemes_vector
from fedportal.lib.search_terms import index_terms
from tests.bench.scratch import fast_loading

SENTENCES = 6_000  # in all; each matter tells seven of them
WORDS = (  # noqa: SIM905  (read line by line)
    "她 丈夫 婆婆 孩子 邻居 单位 法院 派出所 村委会 居委会 去年 上个月 多次 当面 电话 酒后 经常 因为 为了 要求 希望 "
    "请求 反映 说明 处理 调解 拒绝 答应 没有 已经 一直 仍然 抚养费 房产 工资 产假 社保 离婚 分居 打骂 威胁 "
    "辱骂 借款 证据 证明 材料 判决 协议 签字 生活 困难 身体 看病 上学 回家 搬走 离开"
).split()
# Every so many matters say this too, so that its words are so common.
COMMON, RARE = "长期实施家庭暴力", "跨境婚介骗取彩礼"
EVERY = {2: COMMON, 20: "土地承包收益不给出嫁女", 100: "公司以怀孕为由解除合同", 50_000: RARE}
TAKEN = set("".join(EVERY.values()))

_TEXTS = """
UPDATE cases_petition p SET facts = told.words FROM (
    SELECT n.id, string_agg(s.words, '，' ORDER BY s.part) || '。' AS words
    FROM cases_petition n CROSS JOIN LATERAL (
        SELECT part, words FROM generate_series(1, 7) part
        JOIN bench_sentence ON id = (hashint8(n.id * 8 + part) & 2147483647) %% %(sentences)s
        UNION ALL SELECT 7 + every, words FROM bench_extra
        WHERE (hashint8(n.id * 5 + every) & 2147483647) %% every = 0
    ) s GROUP BY n.id
) told WHERE told.id = p.id
"""
_TERMS = """
CREATE AGGREGATE bench_all_terms(tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '');
INSERT INTO cases_searchtext (petition_id, org_code, received_at, terms)
SELECT p.id, p.org_code, p.received_at, quote_literal(lpad(p.id::text, 7, '0'))::tsvector || (
    SELECT bench_all_terms(terms) FROM (
        SELECT terms FROM generate_series(1, 7) part
        JOIN bench_sentence ON id = (hashint8(p.id * 8 + part) & 2147483647) %% %(sentences)s
        UNION ALL SELECT terms FROM bench_extra
        WHERE (hashint8(p.id * 5 + every) & 2147483647) %% every = 0
    ) s)
FROM cases_petition p
"""


@as_owner()
def load_texts() -> None:
    """Give the petitions that are there their stories, and index them; vacuumed and analyzed."""
    random = Random(7)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bench_sentence (id int PRIMARY KEY, words text, terms tsvector)")
        cursor.execute("CREATE TEMP TABLE bench_extra (every int, words text, terms tsvector)")
        rows = [(number, *_with_terms(_sentence(random))) for number in range(SENTENCES)]
        cursor.executemany("INSERT INTO bench_sentence VALUES (%s, %s, %s::tsvector)", rows)
        extra = [(every, *_with_terms(words)) for every, words in EVERY.items()]
        cursor.executemany("INSERT INTO bench_extra VALUES (%s, %s, %s::tsvector)", extra)
        with fast_loading("cases_petition", "cases_searchtext"):
            for statement in (_TEXTS, _TERMS):
                cursor.execute(statement, {"sentences": SENTENCES})


def _sentence(random: Random) -> str:
    """Some thirty characters: words of every day, and a name or place that hardly any other sentence has."""
    unusual = [chr(code) for code in range(0x4E00, 0x6600) if chr(code) not in TAKEN]
    return "".join([*random.choices(WORDS, k=11), *random.choices(unusual, k=3), *random.choices(WORDS, k=3)])


def _with_terms(words: str) -> tuple[str, str]:
    return words, lexemes_vector(index_terms(words))
