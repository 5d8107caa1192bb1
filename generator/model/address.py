"""Address (网上地址) of a folder beyond this machine."""

import re
from dataclasses import dataclass, field

PASSWORD = re.compile(r"(?<=://)[^/@]*@")


@dataclass(frozen=True, slots=True)
class Address:
    """Address (网上地址) of a folder beyond this machine; shown without its password.

    >>> str(Address("sftp://office:secret@10.0.0.5/输出") / "打印 全部.pdf")
    'sftp://10.0.0.5/输出/打印 全部.pdf'
    """

    url: str = field(repr=False)

    def __str__(self) -> str:
        return PASSWORD.sub("", self.url)

    def __truediv__(self, name: str) -> "Address":
        return Address(f"{self.url.rstrip('/')}/{name}")
