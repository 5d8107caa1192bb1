"""What a package of the archive says of itself (归档包的说明) to whoever opens it long after, with this program or not."""

from collections.abc import Sequence

from generator.compose.volumes import year_of
from generator.compose.wording import printed_date
from generator.model.campaign import Campaign
from generator.model.filing import Volume

README = """\
{name}
归档包

一、这是什么

{issuer}“{name}”的全部归档材料，{starts_on}至{ends_on}，归档年度 {year} 年。
共 {volumes} 卷 {items} 件 {pages} 页，由“公文工坊”生成。

二、里面有什么

data/文件/      各件的电子文件，格式是 PDF/A-2u（ISO 19005-2），用任何 PDF 阅读器都能打开。
data/目录/      案卷目录，每卷的封面、卷内文件目录、备考表，脊背，台账封面（PDF/A；要改的另有 Word）。
data/数据/      生成这些文件所用的数据，与当时的文件一个字节不差；扫描件、照片也在这里。
{audit}清单.json       各卷、各件的题名、责任者、文号、日期、页数、页号，和每个文件的摘要、大小。
说明.txt        就是本文。

其余的 bagit.txt、bag-info.txt、manifest-sha256.txt、tagmanifest-sha256.txt 是 BagIt 归档包
（RFC 8493）规定的说明和摘要。压缩包没有压缩，坏了一处，只坏那一个文件。

三、怎样核对有没有被改动、有没有损坏

有“公文工坊”的，运行：

    gongwen archive verify {package}.zip

没有的，解开压缩包，进到里面的文件夹，运行（Linux、macOS 自带；Windows 可用 Git Bash 或 WSL）：

    sha256sum -c manifest-sha256.txt
    sha256sum -c tagmanifest-sha256.txt

每个文件后面都是 OK（或“成功”），就是没有变；有 FAILED（或“失败”）的，就是那个文件变了。
也可以用任何认识 BagIt 的工具核对，如 bagit.py --validate。

摘要只能证明里面的文件彼此相符。整个包有没有被人重做过，要看包的指纹
（tagmanifest-sha256.txt 的 SHA-256）与当时记在别处的是否相同。
"""
AUDIT = """\
data/审计/      审计记录：谁在什么时候改了什么，一行一条，一条扣着一条。别的行动和用户管理的
                记录只留编号和指纹。
"""


def readme(campaign: Campaign, volumes: Sequence[Volume], package: str, *, audited: bool) -> str:
    """Return the text of 说明.txt."""
    return README.format(
        name=campaign.name,
        issuer=campaign.issuer.name,
        starts_on=printed_date(campaign.starts_on),
        ends_on=printed_date(campaign.ends_on),
        year=year_of(campaign),
        volumes=len(volumes),
        items=sum(len(volume.items) for volume in volumes),
        pages=sum(volume.pages for volume in volumes),
        package=package,
        audit=AUDIT if audited else "",
    )
