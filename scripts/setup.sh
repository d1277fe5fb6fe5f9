#!/bin/sh
# Installs what `make run` or `make test` needs and does not find. Debian and Ubuntu; elsewhere it says what to install.
#   scripts/setup.sh run    a C compiler, pkg-config, libopus, espeak-ng (the voice inside live calls)
#   scripts/setup.sh test   the same, and redis-server, postgresql and an S3 server (moto, by Python), which the tests start
set -eu

what=${1:-run}
missing=""

need() { # need PACKAGE TEST…
    package=$1
    shift
    if ! "$@" >/dev/null 2>&1; then missing="$missing $package"; fi
}

postgres_there() {
    command -v initdb >/dev/null 2>&1 && return 0
    for dir in /usr/lib/postgresql/*/bin; do
        [ -x "$dir/initdb" ] && return 0
    done
    return 1
}

if ! command -v cargo >/dev/null 2>&1; then
    echo "Rust is not installed. Install it with rustup (https://rustup.rs), then run this again." >&2
    exit 1
fi

need build-essential command -v cc
need pkg-config command -v pkg-config
need libopus-dev pkg-config --exists opus
need espeak-ng command -v espeak-ng
if [ "$what" = test ]; then
    need redis-server command -v redis-server
    need postgresql postgres_there
    need python3-venv python3 -c "import ensurepip, venv"
fi

# The S3 server of the tests comes from Python's registry. Without it those tests say that they are skipped.
s3_server() {
    [ "$what" = test ] && [ ! -x target/s3-server/bin/moto_server ] || return 0
    echo "installing the S3 server of the tests into target/s3-server"
    mkdir -p target
    if ! { python3 -m venv target/s3-server && target/s3-server/bin/pip install -q "moto[s3,server]"; }; then
        echo "it could not be installed; tests against S3 will be skipped" >&2
    fi
}

if [ -z "$missing" ]; then
    s3_server
    exit 0
fi

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install these, under whatever names your system has for them, then run this again:" >&2
    echo " $missing" >&2
    if command -v brew >/dev/null 2>&1; then
        echo "With Homebrew: brew install pkg-config opus espeak-ng redis postgresql" >&2
    fi
    exit 1
fi

as_root=""
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "As root, run: apt-get install$missing" >&2
        exit 1
    fi
    as_root=sudo
fi

echo "installing:$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086 # a list of package names
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
s3_server
