"""Files that stand among the data but are not read: a return saved as 柳树村.yaml.txt would be missed in silence."""

import pathlib

SUFFIXES = (".yaml", ".yml", ".json")
OFFICE = (".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".csv", ".pdf")
TEMPORARY = ("~", ".swp", ".swo", ".swx", ".tmp")
OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")


def is_data(file: pathlib.PurePath) -> bool:
    """Tell whether a file is read as data, by its suffix."""
    return file.suffix.lower() in SUFFIXES


def advice(file: pathlib.Path) -> str:
    """Return what to do with a file that is not read, or an empty text for one that nobody misses."""
    name = file.name.lower()
    if name.endswith(TEMPORARY) or name.startswith("#") or name in OF_THE_SYSTEM:
        return ""
    if file.suffix and is_data(pathlib.Path(file.stem)):
        return f"要用它的数据，请改名为 {file.stem}（去掉“{file.suffix}”；先让电脑显示文件扩展名）；不用，请移到别处。"
    if file.suffix.lower() in OFFICE:
        return "程序不读 Word、Excel 等文件。请把数据写成 .yaml 文件，这个文件移到别处。"
    return "数据文件的名称要以 .yaml（或 .yml、.json）结尾。请改名，或移到别处。"
