#!/usr/bin/env bash
# Install, upgrade or roll back 公文工坊 from this bundle. Needs no network. `bash install.sh --help` tells how.
#
# PREFIX/VERSION is an environment of its own; PREFIX/current leads to the one in use. PREFIX/python-3.11 is a Python that
# a bundle brought: environments go on using it, so that another version of Python has a folder of its own.
# PREFIX/settings says what was chosen, PREFIX/rollback how to go back: old program, backup, new program. While it is
# called PREFIX/upgrading the upgrade is not done, and whatever ends this script, or the next one that is started, goes
# back first.
# Nothing that is in use is changed before all of the new stands.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

SPACE_MB=900   # an environment takes 500, its making some more
PATIENCE=60    # seconds for a service to answer
SYSTEM_UNITS=/etc/systemd/system
SETTINGS=/etc/gongwen.env

usage() {
    cat <<'HELP'
用法：bash install.sh [选项]

没有装过就安装，装过旧的就升级：先备份，再升级数据库；一步没有做成，自动退回旧的。
下面写过一次的，以后升级、退回不用再写（--prefix 除外）。

  --rollback         退回升级以前的程序和数据（升级以后填报的，另存一份备份）
  --prefix 文件夹    装在哪里。管理员不写是 /opt/gongwen，别的用户是 ~/gongwen
  --data-dir 文件夹  数据放哪里。装在 /opt/gongwen 的是 /var/lib/gongwen，别处是“装在哪里”下面的 data
  --user 用户        服务用哪个用户运行。装在 /opt/gongwen 的是 gongwen，没有就新建；别处是本人
  --python 文件      用哪个 Python，不写自己找
  --units 文件夹     systemd 单元放哪里。装在 /opt/gongwen 的是 /etc/systemd/system；别处不写就不用 systemd
HELP
}

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
fail() { warn "没有完成：$*"; exit 1; }

main() {
    local act=install
    prefix='' data='' user='' python='' units=''
    while (($#)); do
        case $1 in
            --rollback) act=roll_back; shift; continue ;;
            -h | --help) usage; exit 0 ;;
            --prefix | --data-dir | --user | --python | --units) ;;
            *) usage >&2; fail "不认识“$1”。" ;;
        esac
        (($# > 1)) || fail "$1 后面没有写值。"
        case $1 in
            --prefix) prefix=$2 ;;
            --data-dir) data=$(realpath -m "$2") ;;
            --user) user=$2 ;;
            --python) python=$2 ;;
            --units) units=$(realpath -m "$2") ;;
        esac
        shift 2
    done
    settle
    "$act"
}

# Fill in what was not asked for. The place of the system's administrator brings a user and a unit of its own.
settle() {
    local me was='' key value
    me=$(id -un)
    [[ -n $prefix || ! -L $here/../current ]] || prefix=$(realpath "$here/..") # this is the copy that was installed
    [[ -n $prefix || $(id -u) -eq 0 ]] || prefix=$HOME/gongwen
    prefix=$(realpath -m "${prefix:-/opt/gongwen}")
    [[ ! -r $prefix/settings ]] || was=$(cat "$prefix/settings")
    while IFS='=' read -r key value; do
        case $key in
            data) data=${data:-$value} ;;
            user) user=${user:-$value} ;;
            units) units=${units:-$value} ;;
        esac
    done <<<"$was"
    if [[ $prefix == /opt/gongwen ]]; then
        data=${data:-/var/lib/gongwen} user=${user:-gongwen}
        [[ -n $units || ! -d /run/systemd/system ]] || units=$SYSTEM_UNITS
    fi
    data=${data:-$prefix/data} user=${user:-$me}
    [[ $user == "$me" || $(id -u) -eq 0 ]] || fail "只有管理员能让服务用别的用户（$user）运行。请用 sudo 再运行，或去掉 --user。"
    database=${GONGWEN_DATABASE_URL:-}
    if [[ $prefix == /opt/gongwen && -r $SETTINGS ]]; then
        database=$(sed -n 's/^GONGWEN_DATABASE_URL=//p' "$SETTINGS" | tail -n 1 | sed -e "s/^[\"']//" -e "s/[\"']\$//")
    fi
    # The environment of whoever installs is none of the service's; an address with a password stands in no command.
    export GONGWEN_DATA=$data GONGWEN_DATABASE_URL=$database GONGWEN_CACHE=$data/cache LANG=C.UTF-8 LC_ALL=C.UTF-8
    unset PYTHONPATH PYTHONHOME VIRTUAL_ENV
    scratch=$(mktemp -d) upgrading=''
    trap ended EXIT
    trap 'exit 1' INT TERM HUP
}

# Let nobody else install meanwhile.
take_turn() {
    mkdir -p "$prefix"
    exec 9<"$prefix"
    flock -n 9 || fail '另一个安装程序正在运行。'
    upgrading=$prefix/upgrading
}

ended() {
    local code=$?
    trap - EXIT
    trap '' INT TERM HUP
    [[ ! -e $upgrading ]] || take_back
    rm -rf "$scratch"
    exit "$code"
}

# --- install and upgrade

install() {
    read_bundle
    local new=$prefix/$version old=''
    take_turn
    if [[ -e $upgrading ]]; then
        take_back
        [[ ! -e $upgrading ]] || { upgrading=''; exit 1; }
    fi
    take_over_older_layout
    [[ ! -L $prefix/current ]] || old=$(readlink -f "$prefix/current")
    if [[ $old == "$new" ]]; then
        say "已装有 $version，正在用，没有改动。"
        try_out "$new"
        return
    fi
    [[ -e $new/installed ]] || make_environment "$new"
    make_user_and_folders
    printf 'data=%s\nuser=%s\nunits=%s\n' "$data" "$user" "$units" >"$prefix/settings"
    if [[ -z $old ]]; then
        begin "$new"
    else
        upgrade "$old" "$new"
    fi
    tell_done
}

# Check that the bundle is whole and for this machine; sets version and wanted_python.
read_bundle() {
    [[ -r $here/SHA256SUMS ]] || fail "$here 不是完整的安装包（没有 SHA256SUMS）。请重新解开，再运行。"
    local damaged
    damaged=$(cd "$here" && LC_ALL=C sha256sum -c SHA256SUMS 2>/dev/null | grep -v ': OK$' || true)
    [[ -z $damaged ]] || fail "安装包有损坏，请重新拷贝：
$damaged"
    local machine=''
    while IFS='=' read -r key value; do
        case $key in version) version=$value ;; python) wanted_python=$value ;; machine) machine=$value ;; esac
    done <"$here/bundle.conf"
    [[ $machine == "$(uname -m)" ]] || fail "安装包是给 $machine 处理器的，本机是 $(uname -m)。请换一个安装包。"
}

# A service installed by hand has its environment in PREFIX itself.
take_over_older_layout() {
    if [[ ! -L $prefix/current && -x $prefix/bin/gongwen ]]; then
        ln -s . "$prefix/current"
    fi
}

make_environment() {
    local new=$1 free
    mkdir -p "$prefix"
    free=$(df -Pm "$prefix" | awk 'NR == 2 { print $4 }')
    ((free >= SPACE_MB)) || fail "$prefix 所在的磁盘只剩 $free MB，要有 $SPACE_MB MB。请腾出地方，或用 --prefix 换一个。"
    rm -rf "$new" # left by one that was broken off
    find_python
    say "正在安装 $version，用 $python ……"
    "$python" -m venv "$new" || fail "不能用 $python 建立虚拟环境。Debian、Ubuntu 请先装 python3-venv。"
    if ! "$new/bin/python" -m pip --isolated --disable-pip-version-check install --quiet --no-cache-dir --no-index \
        --find-links "$here/wheels" --require-hashes -r "$here/requirements.txt"; then
        rm -rf "$new"
        fail '程序包没有装上，原因见上面。没有改动正在用的程序。'
    fi
    cp "$here/gongwen.service" "$here/install.sh" "$new/"
    need_system_libraries "$new"
    install_fonts
    try_out "$new"
    touch "$new/installed"
}

# Sets python: the one asked for, one of the machine, else the one that the bundle brings.
find_python() {
    local probe="import ensurepip, sys, venv; sys.exit('%d.%d' % sys.version_info[:2] != '$wanted_python')"
    local brought=$prefix/python-$wanted_python
    local places=("python$wanted_python" python3 "$brought/bin/python3")
    [[ -z $python ]] || places=("$python")
    ! first_of "$probe" "${places[@]}" || return 0
    [[ -z $python ]] || fail "$python 不是 Python $wanted_python，或没有 venv 模块。"
    if has_packages; then # python3-venv among them
        install_from_bundle || warn '系统库没有装上，原因见上面。'
        ! first_of "$probe" "${places[@]}" || return 0
    fi
    [[ -e $here/python/python.tar.gz ]] || fail "找不到带 venv 模块的 Python $wanted_python，安装包里也没有带。
Debian、Ubuntu：装 python3-venv；openEuler、麒麟：装 python3，版本不是 $wanted_python 的，请要一个带 Python 的安装包。"
    rm -rf "$brought.new" # left by one that was broken off
    mkdir "$brought.new"
    tar -xzf "$here/python/python.tar.gz" -C "$brought.new"
    rm -rf "$brought" # one that does not run
    mv "$brought.new/python" "$brought"
    rm -rf "$brought.new"
    python=$brought/bin/python3
    "$python" -c "$probe" || fail "安装包带的 Python 在本机不能用。"
}

# Sets python to the first of the places that passes the probe.
first_of() {
    local probe=$1 one
    for one in "${@:2}"; do
        if command -v "$one" >/dev/null && "$one" -c "$probe" 2>/dev/null; then
            python=$(command -v "$one")
            return
        fi
    done
    return 1
}

# Pango and what it brings are the system's. The bundle may have them as a repository for apt.
need_system_libraries() {
    local new=$1
    ! has_libraries "$new" || return 0
    if has_packages; then
        install_from_bundle || warn '系统库没有装上，原因见上面。'
        ! has_libraries "$new" || return 0
    fi
    warn '缺排 PDF 用的系统库 Pango。请先装上，再运行一次：'
    warn '  Debian、Ubuntu    apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig'
    warn '  openEuler、麒麟    dnf install pango harfbuzz fontconfig'
    fail '没有改动正在用的程序。'
}

has_packages() {
    [[ -e $here/system/Packages && $(id -u) -eq 0 ]] && command -v apt-get >/dev/null
}

has_libraries() {
    "$1/bin/python" -Ic 'import weasyprint' >/dev/null 2>&1
}

install_from_bundle() {
    say '正在装系统库和字体 ……'
    local lists=$scratch/apt place=${here//%/%25}
    place=${place// /%20} place=${place//[/%5B}
    mkdir -p "$lists/lists/partial"
    printf 'deb [trusted=yes] file:%s ./\n' "${place//%/%25}/system" >"$lists/bundle.list" # apt decodes it twice
    local apt=(apt-get -q -y -o "Dir::Etc::SourceList=$lists/bundle.list" -o Dir::Etc::SourceParts=-
        -o "Dir::State::Lists=$lists/lists" -o APT::Sandbox::User=root)
    "${apt[@]}" update >/dev/null || return 1
    xargs -a "$here/system/wanted" env DEBIAN_FRONTEND=noninteractive "${apt[@]}" install --no-install-recommends || return 1
}

# Fonts that whoever installs has put beside this script.
install_fonts() {
    local place=${XDG_DATA_HOME:-$HOME/.local/share}/gongwen/fonts file
    [[ $prefix != /opt/gongwen ]] || place=/usr/local/share/fonts/gongwen
    for file in "$here"/fonts/*.[OoTt][Tt][FfCc]; do
        [[ -e $file ]] || continue
        mkdir -p "$place" && cp "$file" "$place/" && say "已装字体 ${file##*/}，在 $place。"
    done
}

# The check-up, and the main job once: a sample campaign to Word and PDF.
try_out() {
    local gongwen=$1/bin/gongwen
    local -x GONGWEN_CACHE=$scratch/cache
    if ! "$gongwen" doctor >"$scratch/doctor"; then
        cat "$scratch/doctor" >&2
        fail '本机还不能生成公文，办法见上面。没有改动正在用的程序。'
    fi
    grep -E '字体|结论' "$scratch/doctor" || true
    rm -rf "$scratch/试" "$scratch/出"
    "$gongwen" init "$scratch/试" >/dev/null
    if ! "$gongwen" build "$scratch/试" -o "$scratch/出" --formats docx,pdf >"$scratch/told" 2>&1; then
        cat "$scratch/told" >&2
        fail '样例没有生成出来，原因见上面。没有改动正在用的程序。'
    fi
    say "试生成了样例：$(count '*.docx') 个 Word 文件，$(count '*.pdf') 个 PDF。"
}

count() { find "$scratch/出" -name "$1" | wc -l; }

make_user_and_folders() {
    if ! id -u "$user" >/dev/null 2>&1; then
        useradd --system --home-dir "$data" --shell /usr/sbin/nologin "$user"
        say "已新建用户 $user，服务用它运行。"
    fi
    mkdir -p "$data/backups"
    chmod 700 "$data"
    [[ $(id -u) -ne 0 ]] || chown "$user:" "$data" "$data/backups"
}

begin() {
    local new=$1
    if ! try_serving "$new" || ! switch_to "$new" || ! put_unit "$new" || ! start; then
        stop || true
        rm -f "$prefix/current"
        fail "装上了，但服务没有启动起来，原因见上面。改好以后再运行一次。"
    fi
}

upgrade() {
    local old=$1 new=$2 backup=''
    say "正在从 $(name_of "$old") 升级到 $version。"
    stop
    if has_data; then
        backup=$(backup_name 升级前 "$old")
        as_user "$old/bin/gongwen" backup "$backup" || { start || true; fail '旧程序没有备份成，没有升级；原来的程序照常运行。'; }
    fi
    printf '%s\n%s\n%s\n' "$old" "$backup" "$new" >"$upgrading"
    bring_up "$new" && try_serving "$new" && switch_to "$new" && put_unit "$new" && start || exit 1
    mv "$upgrading" "$prefix/rollback"
}

bring_up() {
    ! has_data || as_user "$1/bin/gongwen" migrate --data-dir "$data"
}

# --- going back

# Undo the upgrade that was not done.
take_back() {
    local old backup new
    { read -r old && read -r backup && read -r new; } <"$upgrading"
    warn '升级没有做成，原因见上面。正在退回 ……'
    stop || true
    if go_back "$old" "$new" "$backup"; then
        rm -f "$upgrading"
        warn "没有升级，已退回 $(name_of "$old")，数据和升级以前一样${backup:+（备份在 $backup）}。"
    else
        warn "退回也没有做成。再运行一次会再试；升级前的备份在 $backup，也可以照 docs/service.md 恢复。"
    fi
}

roll_back() {
    [[ -r $prefix/rollback ]] || fail "$prefix 里没有可退回的版本：没有升级过，或已经退回了。"
    take_turn
    local old backup new kept=''
    { read -r old && read -r backup && read -r new; } <"$prefix/rollback"
    [[ -x $old/bin/gongwen ]] || fail "旧程序 $old 已经不在了，不能退回。"
    stop
    if has_data && ! reads "$old"; then
        kept=$(backup_name 退回前 "$new")
        as_user "$new/bin/gongwen" backup "$kept" || { start || true; fail '没有备份成，没有退回。'; }
    fi
    if ! go_back "$old" "$new" "$backup"; then
        fail "没有退回好，原因见上面。现在的数据在 $kept，升级前的在 $backup。"
    fi
    rm -f "$prefix/rollback"
    say "已退回 $(name_of "$old")。"
    [[ -z $kept ]] || say "退回以前的数据留在 $kept。"
}

# Bring back the old program, and the data of before when the old program cannot read what is there.
go_back() {
    local old=$1 new=$2 backup=$3
    if has_data && ! reads "$old"; then
        [[ -n $backup ]] || return 1
        as_user "$new/bin/gongwen" restore "$backup" --data-dir "$data" --undo-upgrade || return 1
        say '数据库已换成升级以前的。'
    fi
    switch_to "$old" && put_unit "$old" && start
}

reads() {
    as_user "$1/bin/gongwen" user list --data-dir "$data" >/dev/null 2>&1
}

# --- parts of both

switch_to() {
    local to=${1#"$prefix"}
    to=${to#/}
    ln -s "${to:-.}" "$prefix/.current" && mv -fT "$prefix/.current" "$prefix/current"
}

# The unit of a version; one that was changed by hand is kept beside it.
put_unit() {
    [[ -n $units ]] || return 0
    local unit=$units/gongwen.service
    [[ -r $1/gongwen.service || -e $unit ]] || return 1
    if [[ -r $1/gongwen.service ]] && ! made_unit "$1" | cmp -s - "$unit"; then
        [[ ! -e $unit ]] || cp "$unit" "$unit.旧" || return 1
        made_unit "$1" >"$unit" || return 1
        [[ ! -e $unit.旧 ]] || say "原来的单元文件留在 $unit.旧，自己改过的请用 systemctl edit gongwen 再写。"
    fi
    systemctl daemon-reload && systemctl enable --quiet gongwen
}

made_unit() {
    sed -e "s|/opt/gongwen/|$prefix/|g" -e "s|/var/lib/gongwen|$data|g" -e "s|^\(User\|Group\)=.*|\1=$user|" "$1/gongwen.service"
}

start() {
    [[ -n $units ]] || return 0
    systemctl start gongwen 9<&- || return 1
    local port
    port=$(cat "$units"/gongwen.service "$units"/gongwen.service.d/*.conf 2>/dev/null \
        | sed -n 's/^ExecStart=.*--port[ =]\([0-9]\+\).*/\1/p' | tail -n 1)
    answers "$prefix/current" "http://127.0.0.1:${port:-8000}" || { warn '服务启动了，但没有回应：journalctl -u gongwen'; return 1; }
}

stop() {
    [[ -z $units || ! -e $units/gongwen.service ]] || systemctl stop gongwen
}

# Serve for a moment on a free port, the database as it is, and see that the service answers.
try_serving() {
    local new=$1 log=$scratch/log pid address='' answered=1
    : >"$log"
    as_user "$new/bin/gongwen" serve --data-dir "$data" --host 127.0.0.1 --port 0 2>"$log" >/dev/null &
    pid=$!
    for ((i = 0; i < PATIENCE * 5; i++)); do
        address=$(sed -n 's/.*"\(http:[^"]*\)".*/\1/p' "$log" | head -n 1)
        [[ -z $address ]] && kill -0 "$pid" 2>/dev/null || break
        sleep 0.2
    done
    if [[ -n $address ]] && answers "$new" "$address"; then answered=0; else cat "$log" >&2; fi
    pkill -TERM -P "$pid" 2>/dev/null || true # runuser's child, when there is one
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    return "$answered"
}

answers() {
    "$1/bin/python" -I - "$2/healthz" "$PATIENCE" <<'PYTHON'
import sys, time, urllib.request

ask = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
for _ in range(int(sys.argv[2]) * 5):
    try:
        sys.exit(ask(sys.argv[1], timeout=10).status != 200)
    except OSError:
        time.sleep(0.2)
sys.exit(1)
PYTHON
}

# Run a program as the service's user, who alone may touch its data.
as_user() {
    if [[ $user == "$(id -un)" ]]; then (cd / && umask 077 && exec "$@"); else (cd / && umask 077 && exec runuser -u "$user" -- "$@"); fi
}

has_data() { [[ -n $database || -e $data/gongwen.db ]]; }

backup_name() { printf '%s/backups/%s-%s-%s.zip' "$data" "$1" "$(name_of "$2")" "$(date -u +%Y%m%dT%H%M%SZ)"; }

name_of() { "$1/bin/gongwen" --version | sed 's/.* //'; }

tell_done() {
    local command=$prefix/current/bin/gongwen
    say "已装好 $version：$command"
    [[ -n $units ]] || say "启动服务：$command serve --data-dir $data"
    [[ ! -e $prefix/rollback ]] || say "要退回升级以前：bash $prefix/$version/install.sh --rollback"
    say "建立管理员（用 $user 用户执行）：$command user add 登录名 --admin --data-dir $data"
    if [[ $data == "$prefix"/* ]]; then
        say "要卸载：停下服务，删去 $prefix 里的东西，但留下 $data，它是数据。"
    else
        say "要卸载：停下服务，删去 $prefix；数据在 $data，另行保管。"
    fi
}

main "$@"
