"""Keys of drawn fields (填报项的代号): the same label has the same key wherever it stands, in whatever head.

Words that are known are put together in English, as the catalogue's are; any other label has a key that is reckoned
from its characters. Columns put in or moved leave the keys of the others as they are, so that data stay readable.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from generator.derive.entries import same_words

WORDS_MAX = 4
_FILLING = re.compile(r"[的等及与和、,，/()（）\-—:：.。“”]")
_PAIRS = """
序号 serial 单位 unit 名称 name 企业 enterprise 场所 place 地址 address 电话 phone 联系 contact 联系人 contact
联系电话 phone 姓名 person 职务 post 备注 remark 说明 remark 检查 inspected 排查 screened 抽查 checked 发现 found
隐患 hazards 重大 major 一般 minor 较大 serious 事故 accident 问题 issues 整改 rectified 完成 done 已整改 rectified
已完成 done 未整改 open 未完成 undone 完成整改 rectified 数 count 数量 count 个数 count 家数 count 家次 visits
人数 people 人次 attendances 次数 times 总数 total 合计 total 小计 subtotal 总计 total 其中 of_which 率 rate
整改率 rectified_rate 金额 amount 资金 funds 投入 invested 罚款 fines 处罚 penalties 行政 administrative 日期 date
时间 date 时限 due_on 期限 due_on 检查时间 inspected_on 检查日期 inspected_on 整改时限 due_on 完成时间 completed_on
完成时限 due_on 责任 responsible 责任人 responsible_person 责任单位 responsible_unit 负责人 principal 主要 main
措施 measures 内容 content 情况 situation 原因 cause 结果 result 要求 requirements 任务 task 类别 category 类型 type
等级 level 性质 nature 行业 industry 领域 field 乡镇 town 镇 town 街道 subdistrict 村 village 社区 community
县区 county 部门 department 培训 training 演练 drills 会议 meetings 召开 held 开展 carried_out 组织 organised
参加 attended 宣传 publicity 出动 sent_out 人员 staff 车辆 vehicles 检查组 teams 停产 suspended 停业 suspended
关闭 closed 取缔 banned 移送 transferred 立案 cases 查处 penalised 曝光 exposed 约谈 interviews 督办 supervised
挂牌 listed 销号 closed_out 复查 rechecked 验收 accepted 是否 whether 本月 month 本周 week 累计 cumulative 当月 month
今年 year 上月 last_month 上报 reported 填报 reporting 填报人 filled_by 审核人 reviewed_by 消防 fire 燃气 gas
道路 road 交通 traffic 建筑 construction 施工 works 学校 school 危化品 hazchem 危险 dangerous 化学品 chemicals
安全 safety 生产 production 面积 area 户 households 户数 households 从业 employed 法定代表人 legal_representative
法人 legal_representative 身份证号 identity_number 文号 document_number
"""
_WORDS = dict(zip(*[iter(_PAIRS.split())] * 2, strict=True))
_LONGEST = max(map(len, _WORDS))


def keys_of(labels: Sequence[tuple[str, str]], known: Mapping[str, str]) -> list[str]:
    """Return a key for each pair of group and label; `known` are keys by label, as the catalogue has them.

    >>> keys_of([("", "检查企业数"), ("甲", "次数"), ("乙", "次数")], {})[0]
    'inspected_enterprise_count'
    """
    plain = [same_words(label) for _, label in labels]
    often, met, keys = Counter(plain), Counter[str](), []
    for (group, _), label in zip(labels, plain, strict=True):
        whole = f"{same_words(group)}：{label}" if often[label] > 1 or not label else label
        key = known.get(whole) or _in_english(whole) or _reckoned(whole)
        met[key] += 1
        keys.append(f"{key}_{met[key]}" if met[key] > 1 else key)
    return keys


def code_of(title: str) -> str:
    """Return the code of a form by its title: 企业排查台账 has one of its characters."""
    return f"drawn-{hashlib.sha1(same_words(title).encode(), usedforsecurity=False).hexdigest()[:6]}"


def _reckoned(label: str) -> str:
    return f"item_{hashlib.sha1(label.encode(), usedforsecurity=False).hexdigest()[:6]}"


def _in_english(label: str) -> str:
    """Return the words that a label is made of, put together; empty when some of it is not known."""
    rest, words = _FILLING.sub("", label), list[str]()
    while rest:
        length = next((n for n in range(min(_LONGEST, len(rest)), 0, -1) if rest[:n] in _WORDS), 0)
        if not length:
            return ""
        words.append(_WORDS[rest[:length]])
        rest = rest[length:]
    return "_".join(words) if len(words) <= WORDS_MAX else ""
