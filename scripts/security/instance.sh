# Sourced by the scripts beside it: an instance of its own on 127.0.0.1, with one account, ended with the script.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
PORT="${PORT:-3197}"
BASE="http://127.0.0.1:$PORT"
WORK="$(mktemp -d)"
LOG="$WORK/log.jsonl"
MAIL=owner@example.org
# Letters and digits alone: hydra writes others in the form of an address.
PASSWORD=SevenQuietLanterns4Vaduz

need() {
  for tool in "$@"; do
    command -v "$tool" >/dev/null || { echo "Skipped: $tool is not installed."; exit 0; }
  done
}

json() { node -e 'let t="";process.stdin.on("data",(c)=>t+=c).on("end",()=>{let v=JSON.parse(t);for(const k of process.argv[1].split("."))v=v?.[k];console.log(v??"")})' "$1"; }

start_instance() {
  CARAVAN_LOG_LEVEL=info CARAVAN_TRUST_PROXY=true env "$@" \
    ./bin/caravan start --port "$PORT" --data "$WORK/data" --empty --no-simulator >>"$LOG" 2>&1 &
  INSTANCE=$!
  trap 'kill "$INSTANCE" 2>/dev/null; wait "$INSTANCE" 2>/dev/null; rm -rf "$WORK"' EXIT
  for _ in $(seq 120); do
    grep -q 'First admin' "$LOG" && break
    sleep 0.5
  done
  local token
  token="$(grep -o 'token=[A-Za-z0-9_-]*' "$LOG" | head -1 | cut -d= -f2)"
  # The answer gives the owner's own device: a cookie of this jar.
  post /v1/setup "{\"token\":\"$token\",\"mail\":\"$MAIL\",\"name\":\"The Owner\",\"password\":\"$PASSWORD\",\"transport\":\"body\"}" \
    198.51.100.200 >"$WORK/setup.json"
}

# post PATH JSON ADDRESS: the body of the answer.
post() {
  curl -s -X POST "$BASE$1" -H 'content-type: application/json' -H "x-forwarded-for: $3" -d "$2"
}

# post_as TOKEN PATH JSON: the body of the answer to who holds the token.
post_as() {
  curl -s -X POST "$BASE$2" -H 'content-type: application/json' -H "authorization: Bearer $1" -d "$3"
}

# Counts of answers to logins by status, as the access log has them.
logins() {
  # The log is written in batches.
  sleep 2
  grep '"operation":"accounts.login"' "$LOG" | grep -o '"status":[0-9]*' | sort | uniq -c | tr '\n' ';' || true
  echo
}
