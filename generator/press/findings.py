"""Problems met in an output folder, OUT-001 to OUT-012; docs/problems.md explains each."""

from generator.press.manifest import Entry
from generator.problem import Problem


def foreign_file(entry: Entry, beside: str) -> Problem:
    """OUT-001: the place is taken by a file that the generator did not write."""
    return Problem(
        code="OUT-001",
        severity="warning",
        unit=entry.unit,
        message=f"“{entry.file}”不是本程序生成的文件，没有动它；新文件写在旁边：“{beside}”。"
        "请核对两份文件，把不需要的一份移走",
    )


def edited_file(entry: Entry, beside: str) -> Problem:
    """OUT-002: the generated file was edited by hand, and the data has changed since."""
    return Problem(
        code="OUT-002",
        severity="warning",
        unit=entry.unit,
        message=f"“{entry.file}”生成后被人改过，没有覆盖；新文件写在旁边：“{beside}”。"
        "请把手改的内容并到数据或新文件里，再删去旧文件",
    )


def edited_file_kept(entry: Entry) -> Problem:
    """OUT-002: the generated file was edited by hand, and a new one would say nothing new."""
    return Problem(
        code="OUT-002",
        severity="warning",
        unit=entry.unit,
        message=f"“{entry.file}”生成后被人改过，数据没有变化，保留手改的一份，没有另写新文件。"
        "要恢复原样，请删去它再运行一次",
    )


def file_in_use(path: str, unit: str) -> Problem:
    """OUT-003: the file could not be replaced or removed."""
    return Problem(
        code="OUT-003",
        unit=unit,
        message=f"“{path}”不能替换或删除：它正被其他程序（如 WPS、Word）打开，或没有写入权限。"
        "请关闭它，再运行一次",
    )


def edited_stale_file(entry: Entry) -> Problem:
    """OUT-004: the file is no longer produced, but was edited by hand."""
    return Problem(
        code="OUT-004",
        severity="warning",
        unit=entry.unit,
        message=f"“{entry.file}”已不在本次应有的文件之内，但生成后被人改过，保留未删。如不再需要，请自行删除",
    )


def folder_busy(pid: int, host: str, lock_name: str) -> Problem:
    """OUT-005: another run is at work in the folder."""
    holder = f"（{host or '本机'}，进程 {pid}）" if pid else ""
    return Problem(
        code="OUT-005",
        message=f"输出文件夹正由另一次运行占用{holder}。请等它结束再运行，或换一个输出文件夹；"
        f"如确知它早已中断，请删去输出文件夹里的“{lock_name}”",
    )


def folder_lost(lock_name: str) -> Problem:
    """OUT-005: the mark of this run has gone from the folder, or another run's stands there."""
    return Problem(
        code="OUT-005",
        message=f"输出文件夹里本次运行的占用标记“{lock_name}”没有了，可能已由另一次运行占用：本次没有做完，清单没有改。"
        "请等那一次运行结束，再运行一次",
    )


def same_path_twice(path: str, unit: str) -> Problem:
    """OUT-006: two files of one run have the same name."""
    return Problem(
        code="OUT-006",
        unit=unit,
        message=f"两份文件同名：“{path}”（不分大小写），后一份没有写。请给同名的单位或表各起不同的名称",
    )


def manifest_damaged(reason: str, aside: str) -> Problem:
    """OUT-007: the manifest cannot be read."""
    return Problem(
        code="OUT-007",
        severity="warning",
        message=f"清单 manifest.json 已损坏（{reason}），改名为“{aside}”保存，并另建新清单。"
        "内容与本次不同的旧文件不再认作本程序的文件，不会覆盖，请核对后自行清理",
    )


def manifest_foreign(path: str) -> Problem:
    """OUT-010: manifest.json belongs to another program."""
    return Problem(
        code="OUT-010",
        where=path,
        message="这个文件夹里的 manifest.json 是别的程序的，没有动它，也没有生成。请换一个输出文件夹",
    )


def outdated_files(paths: list[str], unit: str) -> Problem:
    """OUT-011: a sheet was made anew in one format and stands in another with older data."""
    return Problem(
        code="OUT-011",
        severity="warning",
        unit=unit,
        message=f"{'、'.join(f'“{path}”' for path in paths)}还是旧数据排的，打印文件也是。"
        "请把这几种格式一起重新生成（--formats docx,pdf）",
    )


def cannot_write(path: str, unit: str, reason: str) -> Problem:
    """OUT-008: the operating system refused to write the file."""
    return Problem(
        code="OUT-008",
        unit=unit,
        message=f"“{path}”写不进去：{reason}。请检查输出文件夹的权限、路径长度和同名文件，再运行一次",
    )


def print_file_incomplete(path: str, unit: str, missing: list[str]) -> Problem:
    """OUT-009: a print file would lack sheets."""
    return Problem(
        code="OUT-009",
        unit=unit,
        message=f"打印文件“{path}”没有生成：缺少或打不开 {'、'.join(f'“{name}”' for name in missing)}。"
        "请重新生成这些文件，再运行一次",
    )


def print_file_plain(path: str, unit: str, plain: list[str]) -> Problem:
    """OUT-012: a print file asked for the archive holds ordinary PDFs."""
    first = f"“{plain[0]}”{f'等 {len(plain)} 份' if len(plain) > 1 else ''}"
    return Problem(
        code="OUT-012",
        severity="warning",
        unit=unit,
        message=f"打印文件“{path}”里有普通 PDF（{first}），整份不是存档格式。请不写 --units、--sheets，"
        "用 --archive 全部重新生成一次",
    )
