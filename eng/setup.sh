# Sourced by ./run and ./test: finds or installs what they need, and says which one command is missing when it may not.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

fail() { printf '%s\n' "$*" >&2; exit 2; }

# need COMMAND PACKAGE...: installs Debian packages when the command is missing and we may.
need() {
  local command=$1; shift
  command -v "$command" >/dev/null && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "$command is missing. Install it with: sudo apt-get install -y $*"
  echo "Installing $*"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
}

need_postgresql() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "PostgreSQL is missing. Install it with: sudo apt-get install -y postgresql postgresql-contrib"
  echo "Installing PostgreSQL"
  # Only its programs are wanted: clusters are made in temporary folders, and no service is left running.
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
  fi
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql postgresql-contrib >/dev/null
}

# The name server that tests change names on; only its program is wanted, and no service is left running.
need_bind() {
  export PATH=$PATH:/usr/sbin
  command -v named >/dev/null && command -v nsupdate >/dev/null && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "BIND is missing. Install it with: sudo apt-get install -y bind9 bind9-dnsutils && sudo systemctl disable --now named"
  echo "Installing BIND"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq bind9 bind9-dnsutils >/dev/null
}

# The browser that looks at the dashboard, and a font to write with.
need_chromium() { need chromium chromium fonts-dejavu-core; }

need_azurite() {
  local folder=$root/.orchestrator/azurite
  [ -f "$folder/node_modules/azurite/package.json" ] && cmp -s "$root/eng/azurite/package-lock.json" "$folder/package-lock.json" && return
  command -v npm >/dev/null || fail "Node.js is missing. Install it with: sudo apt-get install -y nodejs npm"
  echo "Installing Azurite"
  mkdir -p "$folder"
  cp "$root/eng/azurite/package.json" "$root/eng/azurite/package-lock.json" "$folder/"
  npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error >/dev/null
}

# The grammar that the templates of infra/ are parsed with. Its native build is not needed: it is used as WebAssembly.
need_bicep_grammar() {
  local folder=$root/.orchestrator/bicep
  [ -f "$folder/node_modules/web-tree-sitter/package.json" ] && cmp -s "$root/eng/bicep/package-lock.json" "$folder/package-lock.json" && return
  command -v npm >/dev/null || fail "Node.js is missing. Install it with: sudo apt-get install -y nodejs npm"
  echo "Installing the Bicep grammar"
  mkdir -p "$folder"
  cp "$root/eng/bicep/package.json" "$root/eng/bicep/package-lock.json" "$folder/"
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
}

# The validator that judges what tests say to the ARM test server, and what it answers, by Microsoft's descriptions.
need_oav() {
  local folder=$root/.orchestrator/oav
  [ -f "$folder/node_modules/oav/package.json" ] && cmp -s "$root/eng/oav/package-lock.json" "$folder/package-lock.json" && return
  command -v npm >/dev/null || fail "Node.js is missing. Install it with: sudo apt-get install -y nodejs npm"
  echo "Installing the validator of ARM requests"
  mkdir -p "$folder"
  cp "$root/eng/oav/package.json" "$root/eng/oav/package-lock.json" "$folder/"
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
}

# A peer that is measured beside, and nothing that the product needs: without it the benchmark says so and goes on.
want_pgcopydb() {
  command -v pgcopydb >/dev/null && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  echo "Installing pgcopydb"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq pgcopydb; } >/dev/null 2>&1 || echo "pgcopydb could not be installed"
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "The .NET SDK 10 is missing. See https://dot.net for how to install it."
}

# Finds out once whether the registry has the scheduler's storage provider for the Functions app; without it (NU1101, NU1102) the
# app is built and tested, and refuses to be published. Delete Directory.Local.props to ask again.
need_azure_managed() {
  local answer=$root/Directory.Local.props managed=package told
  [ -f "$answer" ] && grep -q AzureManaged "$answer" && return
  told=$(dotnet restore "$root/src/Orchestrator.Functions" -p:AzureManaged=package 2>&1) || ! grep -qE 'NU110[12]' <<<"$told" || managed=absent
  echo "<Project><PropertyGroup><AzureManaged Condition=\"'\$(AzureManaged)' == ''\">$managed</AzureManaged></PropertyGroup></Project>" >"$answer"
}

# build CONFIGURATION PROJECT...: quiet unless it fails.
build() {
  local configuration=$1 log; shift
  log=$(mktemp)
  for project in "$@"; do
    dotnet build "$project" -c "$configuration" -v q >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; fail "The build of $project failed."; }
  done
  rm -f "$log"
}
