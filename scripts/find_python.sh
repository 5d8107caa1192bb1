#!/usr/bin/env bash
# Print the newest released Python, 3.11 or later, that can make a virtual environment; exit 1 when there is none.
set -euo pipefail

probe='
import sys
import ensurepip, venv
info = sys.version_info
if info < (3, 11) or info.releaselevel != "final":
    sys.exit(1)
print(info.minor, info.micro, sys.executable)
'

newest=$(
    { compgen -c python3 || true; } | grep -Ex 'python3(\.[0-9]+)?' | sort -u | while read -r name; do
        type -aP "$name" | while read -r path; do
            "$path" -c "$probe" 2>/dev/null || true
        done
    done | sort -k1,1n -k2,2n | tail -n 1
)
[[ -n $newest ]] && cut -d' ' -f3- <<<"$newest"
