"""`gongwen hazard photo`: photos of a hazard before and after, and the sheet that shows them side by side."""

from datetime import date
from pathlib import Path

import click

from generator.cli import arguments, values
from generator.cli.base import Argument, Command, Option

HELP = """\
存隐患整改前、整改后的照片（JPEG、PNG），记在登记里。照片缩到够看够印，
拍摄日期留下，拍摄位置、手机型号去掉。不写照片，列出已有的；-o 出一份整改
前后对比照片，PDF。"""

EXAMPLES = """\
例子：
  gongwen hazard photo 我的行动 JGC-009 整改前 现场1.jpg 现场2.jpg
  gongwen hazard photo 我的行动 JGC-009 整改后 现场3.jpg --text 除尘管道已接地
  gongwen hazard photo 我的行动 JGC-009 -o 输出"""

WORDS = {"整改前": "before", "整改后": "after"}


@click.command("photo", cls=Command, help=HELP, epilog=EXAMPLES)
@arguments.campaign
@click.argument("code", cls=Argument, metavar="编号", explain="隐患编号")
@click.argument(
    "when",
    cls=Argument,
    metavar="整改前|整改后",
    type=click.Choice(list(WORDS)),
    required=False,
    explain="哪时候的；不写就是看已有的",
)
@click.argument(
    "files", cls=Argument, metavar="照片…", nargs=-1, type=click.Path(path_type=Path), explain="照片文件"
)
@click.option("--text", cls=Option, default="", metavar="说明", help="照片说明，印在照片下面")
@click.option("--by", cls=Option, default="", metavar="姓名", help="谁报的")
@arguments.on("哪天报的", values.day_so_far)
@arguments.output_or_none("把整改前后对比照片写到这个文件夹")
def command(
    *,
    source: Path,
    code: str,
    when: str | None,
    files: tuple[Path, ...],
    text: str,
    by: str,
    on: date,
    target: Path | None,
) -> None:
    """Keep the photos, list those that stand, write the sheet where asked."""
    from generator.verbs import photos
    from generator.verbs.usage import UsageProblem

    if bool(when) != bool(files):
        raise click.UsageError("存照片要写 整改前 或 整改后，再写照片文件")
    try:
        sent = [
            photos.Photo(
                hazard=code,
                when=WORDS[when or ""],  # type: ignore[arg-type]
                name=file.name,
                content=_content(file),
                on=on,
                by=by,
                text=text,
            )
            for file in files
        ]
        for event in photos.add_photos(source, sent):
            click.echo(f"已存：{event.file}")
        found = photos.photos_of(source, code)
        for event in found if not files else ():
            day = (event.taken_on or event.on).isoformat()
            click.echo(f"{photos.WHEN[event.when or 'before']}  {day}  {event.file}  {event.text}".rstrip())
        if target:
            click.echo(f"已写：{_written(target, code, photos.evidence(source, code))}")
        click.echo(f"{code} 共 {len(found)} 张照片。")
    except UsageProblem as problem:
        raise click.ClickException(str(problem)) from problem


def _written(target: Path, code: str, content: bytes) -> Path:
    from generator.press.disk import digest, put, temp_path
    from generator.press.output import safe_name

    place = target / safe_name(f"整改前后对比照片 {code}.pdf")
    put(place, content, temp=temp_path(place, digest(content)))
    return place


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise click.UsageError(f"打不开“{file}”，请检查名称和位置") from error
