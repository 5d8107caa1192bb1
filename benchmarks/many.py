"""A campaign of so many villages, each with a blank dispatch table for so many holders; what the benchmarks build."""

import json
from pathlib import Path

import ryaml

from generator.resources import catalogue_root

FORM, OWN = "dispatch-communities", "dispatch-many"


def many(folder: Path, villages: int, holders: int = 1) -> Path:
    """Write the campaign, always the same; return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    form = ryaml.loads((catalogue_root() / f"{FORM}.yaml").read_text(encoding="utf-8"))
    named = [f"第{n}办公室" for n in range(holders)]
    form |= {"form": OWN, "copies": holders, "holders": named, "print_holder": holders > 1}
    data = {
        "schema": 1,
        "name": "柳林镇重大事故隐患专项排查整治2023行动",
        "issuer": {"name": "柳林镇人民政府", "short_name": "镇政府", "region": "柳林镇"},
        "starts_on": "2023-05-26",
        "ends_on": "2023-12-31",
        "kinds": [{"code": "community", "name": "村", "suffixes": ["村"]}],
        "units": [
            {"code": f"v{n}", "name": f"柳林镇第{n}村", "short_name": f"第{n}", "kind": "community"}
            for n in range(villages)
        ],
        "definitions": [form],
        "forms": [{"form": OWN}],
    }
    (folder / "campaign.yaml").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder
