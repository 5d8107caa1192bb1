#!/usr/bin/env bash
# Install what the product needs from the system's own packages (Debian, Ubuntu).
#
#   scripts/setup_system.sh            to run the product
#   scripts/setup_system.sh --tests    to run its tests as well
#
# Looks first at what is there: when nothing is missing it changes nothing and needs neither rights nor network.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

# What WeasyPrint loads (Pango brings fontconfig, HarfBuzz and GLib along), and the fonts that fonts.conf names.
packages=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk fonts-babelstone-han)
if [[ ${1:-} == --tests ]]; then
    packages+=(libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils postgresql chromium)
fi

has() {
    case $1 in
        python3-venv) python_found ;;
        libreoffice-writer-nogui) command -v soffice >/dev/null || installed "$1" ;;
        libreoffice-calc-nogui) calc_found || installed "$1" ;;
        postgresql) postgresql_found || installed "$1" ;;
        *) installed "$1" ;;
    esac
}

# A virtual environment that was made already needs no other Python.
python_found() {
    [[ -x $here/../.venv/bin/python ]] || "$here/find_python.sh" >/dev/null
}

# LibreOffice's part for workbooks lies beside its program.
calc_found() {
    local office
    office=$(command -v soffice) && [[ -e $(dirname "$(readlink -f "$office")")/libsclo.so ]]
}

# The tests start a server of their own; Debian's programs for that lie in a folder of their version.
postgresql_found() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

installed() {
    [[ $(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null) == ii* ]]
}

list_missing() {
    local name
    for name in "${packages[@]}" python3-venv; do
        has "$name" || printf '%s\n' "$name"
    done
}

as_root() {
    if [[ $(id -u) -eq 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        return 1
    fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@"
}

if ! command -v dpkg-query >/dev/null; then
    echo '本机不是 Debian 或 Ubuntu，系统库须自行安装：Pango（1.44 以上）、HarfBuzz-subset、fontconfig、思源字体（Noto CJK）。' >&2
else
    mapfile -t missing < <(list_missing)
    if [[ ${#missing[@]} -gt 0 ]]; then
        echo "需要安装系统软件包：${missing[*]}"
        if ! { apt update && apt install --no-install-recommends "${missing[@]}"; }; then
            echo '系统软件包没有装上。请管理员执行下面两条命令，再重新运行：' >&2
            echo '    apt-get update' >&2
            echo "    apt-get install --no-install-recommends ${missing[*]}" >&2
            exit 3
        fi
    fi
fi

if ! python_found; then
    echo '找不到可用的 Python：需要 3.11 以上版本，并带 venv 模块（Debian、Ubuntu 的软件包名是 python3-venv）。' >&2
    exit 3
fi
