# What the scripts share. Sourced, from the root of the checkout.

# Node.js does not ask the system which certificate authorities it trusts (Python and git do).
if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -r /etc/ssl/certs/ca-certificates.crt ]; then
    export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
fi

# Tell the reader what takes time, and how long it has taken so far.
say() { printf '\033[2m[%3ds]\033[0m %s: %s\n' "$SECONDS" "${0##*/}" "$*" >&2; }

# Stop with a message that says what to do.
stop() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 2; }

# A digest of standard input; installed things carry it as a stamp, so that they are installed again only when needed.
fingerprint() { cksum | cut -d' ' -f1; }

# The newest suitable Python on PATH: 3.11 or newer, with what makes virtual environments.
find_python() {
    local name
    for name in ${LEASELENS_PYTHON:-} python3.14 python3.13 python3.12 python3.11 python3 python; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    stop "no Python 3.11 or newer with the venv module was found." \
        "Install one (Debian: python3 and python3-venv), or name it in LEASELENS_PYTHON."
}

# Node.js of at least the given major version must be on PATH.
need_node() {
    local found
    found=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/') || true
    [ "${found:-0}" -ge "$1" ] || stop "Node.js $1 or newer is needed, found ${found:-none}."
    command -v npm >/dev/null || stop "npm is needed; it comes with Node.js."
}
