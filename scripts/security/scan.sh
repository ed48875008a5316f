#!/usr/bin/env bash
# Checks the headers against the list of the OWASP Secure Headers Project, then lets wapiti and sqlmap look for holes.
# All traffic stays on 127.0.0.1. A few minutes, seconds with `headers` alone. Needs curl; wapiti and sqlmap where they are installed.
source "$(dirname "${BASH_SOURCE[0]}")/instance.sh"
need curl
start_instance CARAVAN_LIMITS_ENABLED=false CARAVAN_PUBLIC_URL=https://caravan.example
TOKEN="$(./bin/caravan token --role admin --data "$WORK/data" | tail -1)"

echo "== Headers"
# expect PATH HEADER PATTERN [NAME]: the answer has it, and it says so.
failures=0
expect() {
  local value
  value="$(curl -s -o /dev/null -D - -H "authorization: Bearer $TOKEN" "$BASE$1" | tr -d '\r' | grep -i "^$2:" | cut -d' ' -f2- || true)"
  if grep -Eq -- "$3" <<<"$value"; then printf 'ok    %-14s %s\n' "${4:-$1}" "$2"; else
    printf 'WRONG %-14s %s: %s\n' "${4:-$1}" "$2" "$value"
    failures=$((failures + 1))
  fi
}
for path in / /docs/ /docs/errors /v1/deliveries /v1/nowhere /health/live /openapi.json; do
  expect "$path" strict-transport-security 'max-age=[0-9]{8,}; includeSubDomains'
  expect "$path" content-security-policy "default-src 'none'.*frame-ancestors 'none'"
  expect "$path" x-content-type-options '^nosniff$'
  expect "$path" x-frame-options '^DENY$'
  expect "$path" referrer-policy '^no-referrer$'
  expect "$path" permissions-policy 'geolocation=\(\)'
  expect "$path" cross-origin-opener-policy '^same-origin$'
  expect "$path" x-permitted-cross-domain-policies '^none$'
  expect "$path" server '^$'
  expect "$path" x-powered-by '^$'
  csp="$(curl -s -o /dev/null -D - "$BASE$path" | grep -i '^content-security-policy:' | grep -o "script-src[^;]*" || true)"
  if grep -q unsafe <<<"$csp"; then echo "WRONG $path allows unsafe scripts"; failures=$((failures + 1)); fi
done

# Pages for people draw maps, read codes with the camera and say where they are: they allow that much, and no more.
DELIVERY="$(post_as "$TOKEN" /v1/deliveries '{"customerId":"018f0000-0000-7000-8000-000000000001","pickup":{"name":"Depot","street":"Hafenstrasse","houseNumber":"1","city":"Vaduz","lat":47.14,"lng":9.52},"dropoff":{"name":"Home","street":"Landstrasse","houseNumber":"2","city":"Vaduz","lat":47.15,"lng":9.51}}' | json id)"
TRACK="$(post_as "$TOKEN" "/v1/deliveries/$DELIVERY/tracking-links" '{}' | json pagePath)"
ASSET="$(curl -s "$BASE/app/" | grep -oE '/app/assets/[^"]+\.js' | head -1 || true)"
for path in /app/ /app/dispatch /app/driver /app/admin /app/login "${ASSET:-/app/none.js}" "$TRACK" /track/nobodys-token; do
  name="${path/$TRACK/\/track\/…}"
  expect "$path" strict-transport-security 'max-age=[0-9]{8,}; includeSubDomains' "$name"
  expect "$path" content-security-policy "default-src 'none'.*frame-ancestors 'none'" "$name"
  expect "$path" content-security-policy "script-src 'self'( 'sha256-[^']+')*;" "$name"
  expect "$path" x-content-type-options '^nosniff$' "$name"
  expect "$path" x-frame-options '^DENY$' "$name"
  expect "$path" referrer-policy '^(no-referrer|same-origin)$' "$name"
  expect "$path" permissions-policy 'microphone=\(\)' "$name"
  expect "$path" cross-origin-opener-policy '^same-origin$' "$name"
  expect "$path" x-permitted-cross-domain-policies '^none$' "$name"
  expect "$path" set-cookie '^$' "$name"
  expect "$path" server '^$' "$name"
  expect "$path" x-powered-by '^$' "$name"
done
echo "$failures wrong"
[ "${1:-}" = headers ] && exit 0

if command -v wapiti >/dev/null; then
  echo "== wapiti"
  for path in / /docs/errors /app/ "$TRACK"; do
    wapiti -u "$BASE$path" --scope page -m csp,http_headers,cookieflags,methods,htaccess,crlf,redirect,xss,exec,file,sql \
      --flush-session --max-scan-time 120 --no-bugreport -v 0 -f json -o "$WORK/wapiti.json" >/dev/null 2>&1 || true
    node -e 'const r=JSON.parse(require("fs").readFileSync(process.argv[1]));const all=Object.entries({...r.vulnerabilities,...r.anomalies}).flatMap(([name,found])=>found.map((f)=>`${name}: ${f.info}`));console.log(process.argv[2], all.length?all.join("\n"):"nothing found")' "$WORK/wapiti.json" "${path/$TRACK/\/track\/…}"
  done
fi

if command -v sqlmap >/dev/null; then
  echo "== sqlmap"
  # probe NAME ARGUMENTS…: every parameter of the request, all techniques that need no long waits.
  probe() {
    local name="$1"
    shift
    local output
    output="$(timeout 170 sqlmap --batch --flush-session --disable-coloring --level=2 --risk=2 --technique=BEUS --threads=2 \
      --dbms=PostgreSQL --ignore-code='*' --output-dir="$WORK/sqlmap" -H "authorization: Bearer $TOKEN" "$@" 2>&1 || true)"
    if grep -q 'is vulnerable\|sqlmap identified the following injection' <<<"$output"; then
      echo "$name: VULNERABLE"
      grep -A8 'Parameter:' <<<"$output"
    else
      echo "$name: $(grep -oE 'all tested parameters do not appear to be injectable|no parameter\(s\) found|timed out' <<<"$output" | head -1)" \
        "($(grep -oE '[0-9]+ \([A-Za-z ]+\) - [0-9]+ times' <<<"$output" | tr '\n' ',' | sed 's/,$//'))"
    fi
  }
  probe 'list of deliveries' -u "$BASE/v1/deliveries?state=ready&limit=20&customerId=018f0000-0000-7000-8000-000000000001"
  probe 'words in places' -u "$BASE/v1/places?q=main&limit=10"
  probe 'words in parties' -u "$BASE/v1/parties?q=smith&kind=person"
  probe 'events after a cursor' -u "$BASE/v1/events?after=0.0&names=parties.partyCreated"
  probe 'an id in the path' -u "$BASE/v1/parties/018f0000-0000-7000-8000-000000000001*"
  probe 'login' -u "$BASE/v1/sessions" --headers 'content-type: application/json' \
    --data '{"mail":"owner@example.org","password":"x","transport":"body"}' -p 'mail,password'
  probe 'a new party' -u "$BASE/v1/parties" --headers 'content-type: application/json' \
    --data '{"kind":"person","name":"Someone"}'
fi
echo "answers of 5xx in the log: $(grep -c '"status":5' "$LOG" || true)"
