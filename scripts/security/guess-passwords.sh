#!/usr/bin/env bash
# Lets hydra guess a password, from one address and from forty; then the owner logs in. All traffic stays on 127.0.0.1,
# the addresses are those of X-Forwarded-For. About a minute. Needs hydra and curl.
source "$(dirname "${BASH_SOURCE[0]}")/instance.sh"
need hydra curl
start_instance CARAVAN_LIMITS_GUEST="${CARAVAN_LIMITS_GUEST:-100}"

login="{\"mail\"\\:\"^USER^\",\"password\"\\:\"^PASS^\",\"transport\"\\:\"body\"}"
# guess ADDRESS FILE: what hydra says it tried and found.
guess() {
  hydra -I -q -t 4 -l "$MAIL" -P "$2" -s "$PORT" 127.0.0.1 http-post-form \
    "/v1/sessions:$login:H=Content-Type\\: application/json:H=X-Forwarded-For\\: $1:S=accessToken" 2>&1 |
    grep -E 'host:|valid password|target .* completed' || true
}

words() { for n in $(seq "$1"); do echo "GuessNumber$n"; done; }

status() { curl -s -o /dev/null -w '%{http_code}' -X POST "$BASE/v1/sessions" -H 'content-type: application/json' -H "x-forwarded-for: $2" -d "$1"; }

echo "== An address that nobody has is answered alike, and held up alike"
for mail in "$MAIL" nobody@example.org; do
  printf '%s:' "$mail"
  for _ in $(seq 7); do
    printf ' %s' "$(status "{\"mail\":\"$mail\",\"password\":\"wrong\",\"transport\":\"body\"}" 198.51.100.60)"
  done
  echo
done
logins >/dev/null
: >"$LOG"

echo "== Control: the right password after one wrong one is found, so the tool works"
{ words 1; echo "$PASSWORD"; } >"$WORK/control.txt"
guess 198.51.100.1 "$WORK/control.txt"
logins
: >"$LOG"

echo "== The owner logs in once, and their device is known from then on"
DEVICE="$(post /v1/sessions "{\"mail\":\"$MAIL\",\"password\":\"$PASSWORD\",\"transport\":\"body\"}" 198.51.100.2 | json deviceToken)"
echo "device token of ${#DEVICE} characters"
: >"$LOG"

echo "== One address, 60 passwords, the right one is number 20"
{ words 19; echo "$PASSWORD"; words 40; } >"$WORK/one.txt"
guess 198.51.100.3 "$WORK/one.txt"
logins
: >"$LOG"

echo "== Forty addresses, 6 passwords each, the right one first from the tenth address on"
words 6 >"$WORK/wrong.txt"
{ echo "$PASSWORD"; words 5; } >"$WORK/right.txt"
for n in $(seq 40); do
  if [ "$n" -lt 10 ]; then file="$WORK/wrong.txt"; else file="$WORK/right.txt"; fi
  guess "203.0.113.$n" "$file"
done | sort | uniq -c
logins

echo "== Meanwhile, with the right password"
echo "from an unknown device: $(status "{\"mail\":\"$MAIL\",\"password\":\"$PASSWORD\",\"transport\":\"body\"}" 198.51.100.50)"
echo "from the owner's device: $(status "{\"mail\":\"$MAIL\",\"password\":\"$PASSWORD\",\"transport\":\"body\",\"deviceToken\":\"$DEVICE\"}" 198.51.100.51)"
