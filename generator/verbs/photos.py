"""Photos (照片) of a hazard before and after it was put right: checked, freed of where they were taken, kept."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from generator.compose.wording import printed_date
from generator.dataclass import dataclass
from generator.model.hazard import Hazard
from generator.model.register import Event, When
from generator.press.disk import digest
from generator.render.evidence import Shot, render_evidence
from generator.sources.campaign import load
from generator.sources.pictures import strict
from generator.sources.places import PHOTOS, Source
from generator.sources.register import read_events
from generator.verbs.adding import fresh_folder, read, write
from generator.verbs.hazard_records import hazard_of
from generator.verbs.printed_sheets import write_events
from generator.verbs.usage import UsageProblem, usable_campaign

WHEN: dict[When, str] = {"before": "整改前", "after": "整改后"}
BYTES_MAX = 20_000_000
PIXELS_MAX = 60_000_000
SIDE_KEPT, QUALITY = 1600, 80
FORMATS = ("JPEG", "PNG")
OF_ONE_MAX = 40  # photos of a hazard
DATES = (0x9003, 0x9004, 0x0132)  # EXIF: taken, digitised, changed
EXIF = 0x8769
_SAFE = re.compile(r"[^\w-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """Photo sent (送来的照片): of which hazard, before or after, the file as it came."""

    hazard: str
    when: When
    name: str
    content: bytes
    on: date
    by: str = ""
    text: str = ""


def add_photos(source: Source, photos: Sequence[Photo]) -> list[Event]:
    """Keep photos of hazards, all or none; one that stands there already is not kept twice.

    Raises UsageProblem for a hazard that there is none of, and for all that are no sound photos at once.
    """
    if isinstance(source, Path) and not source.is_dir():
        raise UsageProblem("单独一个文件的行动不能存照片，请把行动放进文件夹")
    campaign = usable_campaign(load(source))
    faults: list[str] = []
    made: list[tuple[Event, bytes]] = []
    for photo in photos:
        hazard_of(campaign, photo.hazard)
        try:
            made.append(_made(photo))
        except UsageProblem as fault:
            faults.append(f"“{photo.name}”{fault}")
    if faults:
        raise UsageProblem("\n".join(faults))
    standing = {hazard: photos_of(source, hazard) for hazard in {p.hazard for p in photos}}
    new = [(e, c) for e, c in made if e.key not in {s.key for s in standing[e.hazard]}]
    for hazard, some in standing.items():
        if len(some) + sum(e.hazard == hazard for e, _ in new) > OF_ONE_MAX:
            raise UsageProblem(f"一条隐患最多存 {OF_ONE_MAX} 张照片，没有存。请挑选后再传。")
    for event, content in new:
        write(source, event.file, content)
    write_events(source, [event for event, _ in new])
    return [event for event, _ in new]


def photos_of(source: Source, hazard: str) -> list[Event]:
    """Return the photos of a hazard, those before first, in the order they were taken."""
    found: dict[str, Event] = {}
    for event in read_events(fresh_folder(source))[0]:
        if event.event == "photo" and event.hazard == hazard:
            if event.taken_back:
                found.pop(event.key, None)
            else:
                found[event.key] = event
    return sorted(found.values(), key=lambda e: (e.when == "after", e.taken_on or e.on))


def photo(source: Source, hazard: str, key: str) -> bytes:
    """Return a photo as JPEG; raises UsageProblem when there is none."""
    found = next((e for e in photos_of(source, hazard) if e.key == key), None)
    content = read(source, found.file) if found else None
    if content is None:
        raise UsageProblem("没有这张照片，可能已经移走")
    return content


def take_back(source: Source, hazard: str, key: str, on: date, by: str = "") -> None:
    """Say that a photo is none of a hazard; the file stays. Raises UsageProblem when there is none."""
    if all(event.key != key for event in photos_of(source, hazard)):
        raise UsageProblem("没有这张照片，可能已经移走")
    write_events(source, [Event(event="photo", key=key, hazard=hazard, on=on, by=by, taken_back=True)])


def evidence(source: Source, code: str) -> bytes:
    """Return the sheet that shows a hazard's photos side by side as a PDF; raises UsageProblem when there are none."""
    campaign = usable_campaign(load(source))
    hazard = hazard_of(campaign, code)
    found = photos_of(source, code)
    if not found:
        raise UsageProblem(f"隐患 {code} 还没有照片")
    labels = {unit.code: unit.label for unit in campaign.units}
    shots = {when: [_shot(source, e) for e in found if e.when == when] for when in WHEN}
    return render_evidence(_facts(hazard, labels), shots["before"], shots["after"])


def _facts(hazard: Hazard, labels: dict[str, str]) -> list[tuple[str, str]]:
    return [
        ("隐患编号", hazard.code),
        ("企业名称", hazard.enterprise.name),
        ("责任单位", labels.get(hazard.unit, hazard.unit)),
        ("隐患内容", hazard.content or hazard.name),
        ("整改措施", hazard.measures),
    ]


def _shot(source: Source, event: Event) -> Shot:
    taken = f"{printed_date(event.taken_on)}摄" if event.taken_on else f"{printed_date(event.on)}报"
    return Shot(jpeg=read(source, event.file) or b"", line="　".join(filter(None, (taken, event.text))))


def _made(photo: Photo) -> tuple[Event, bytes]:
    """Return the event of a photo and the picture that is kept: turned upright, smaller, without place and device."""
    if len(photo.content) > BYTES_MAX:
        raise UsageProblem(f"超过 {BYTES_MAX // 1_000_000} MB，没有存。请缩小再传。")
    try:
        with strict(), Image.open(BytesIO(photo.content), formats=FORMATS) as image:
            if image.width * image.height > PIXELS_MAX:
                raise UsageProblem("太大，没有存。请缩小再传。")
            taken = _taken_on(image)
            kept = ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UsageProblem("太大，没有存。请缩小再传。") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise UsageProblem("不是完好的 JPEG 或 PNG 照片，没有存。请重新拍，或另存为 JPEG。") from error
    kept.thumbnail((SIDE_KEPT, SIDE_KEPT))
    content = BytesIO()
    kept.save(content, "JPEG", quality=QUALITY, optimize=True)
    key = digest(content.getvalue())[:12]
    event = Event(
        event="photo",
        key=key,
        on=photo.on,
        by=photo.by,
        hazard=photo.hazard,
        when=photo.when,
        taken_on=taken,
        text=" ".join(photo.text.split())[:200],
        file=f"{PHOTOS}/{_SAFE.sub('_', photo.hazard)}/{WHEN[photo.when]}-{key}.jpg",
    )
    return event, content.getvalue()


def _taken_on(image: Image.Image) -> date | None:
    """Return the day on which a photo says that it was taken."""
    exif = image.getexif()
    told = [exif.get_ifd(EXIF).get(tag) for tag in DATES] + [exif.get(tag) for tag in DATES]
    for text in filter(None, told):
        try:
            return datetime.strptime(str(text)[:10], "%Y:%m:%d").date()
        except ValueError:
            continue
    return None
