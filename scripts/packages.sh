# Installs what Yunhe needs from Debian 12 and npm. Sourced by run.sh and test.sh; needs `say` and
# `fail` (scripts/terminal.sh). Everything here may run twice.

build_packages="g++ cmake ninja-build ccache pkg-config libboost-dev libcairo2-dev libcli11-dev
  libcurl4-openssl-dev libmysqlcppconn-dev libpango1.0-dev libpistache-dev libpugixml-dev
  libqrencode-dev libsimdjson-dev libsodium-dev libspdlog-dev libssl-dev libxlsxwriter-dev
  libzip-dev nlohmann-json3-dev brotli ca-certificates"
run_packages="mariadb-server-core mariadb-client-core curl procps fonts-noto-cjk"
test_packages="libboost-test-dev librapidcheck-dev chromium hledger poppler-utils python3-openpyxl
  python3 golang-go default-jdk-headless"

# Node for the console: Debian 12 ships 18, the bundler needs at least 20.19.
node_package=node@22.12.0

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; return; fi
  command -v sudo >/dev/null || fail "Installing packages needs root or sudo." \
    "安装软件包需要 root 或 sudo 权限。"
  sudo -n "$@"
}

# install_packages NAME...: installs those that are missing, with one line of progress. Node and npm
# go by their commands: a Node from elsewhere brings its own npm and conflicts with Debian's package.
install_packages() {
  local missing=""
  command -v node >/dev/null || missing="$missing nodejs"
  command -v npm >/dev/null || missing="$missing npm"
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ||
      missing="$missing $package"
  done
  [ -z "$missing" ] && return 0
  say "Installing Debian packages:$missing"
  run_logged packages as_root env DEBIAN_FRONTEND=noninteractive sh -c \
    "apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing"
}

# Unpacks nginx for the gateway's test into build/tools/nginx: installed, Debian's package would
# start a service on port 80.
unpack_nginx() {
  local folder="$root/build/tools/nginx"
  [ -x "$folder/usr/sbin/nginx" ] && return 0
  say "Unpacking nginx for the gateway's test"
  mkdir -p "$folder"
  run_logged nginx fetch_nginx "$folder"
}

fetch_nginx() (
  cd "$1"
  apt-get download -qq nginx || { as_root apt-get update -qq && apt-get download -qq nginx; }
  dpkg-deb -x nginx_*.deb . && rm -f nginx_*.deb
)

# Puts a Node that the bundler accepts first in PATH.
use_node() {
  local tools="$root/build/tools"
  if ! node_is_new_enough; then
    if [ ! -x "$tools/node_modules/node/bin/node" ]; then
      say "Installing $node_package (the system's Node is older than 20.19)"
      mkdir -p "$tools"
      run_logged node npm install --prefix "$tools" --no-audit --no-fund --silent "$node_package"
    fi
    PATH="$tools/node_modules/node/bin:$PATH"
    export PATH
  fi
}

node_is_new_enough() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}
