# Medians over the rounds of bench/peers/infer, and Fovea against the best peer. Int8 counts among the precisions, since neither's
# loses more than half a point: `fovea quantize` and OrtInfer refuse to go on otherwise.
# A precision that wasn't measured has no line.
#
# Lines: PROGRAM PRECISION batch 256: N images/s, or PROGRAM PRECISION single T-thread: median A ms, p99 B ms.
$3 == "batch" { add("images/s at batch " 0 + $4, $5) }
$3 == "single" { add("single median ms, " $4, $6); add("single p99 ms, " $4, $9) }

function add(what, value) { sub(/:$/, "", what); values[$1, $2, what] = values[$1, $2, what] " " value }

function median(text,   a, m, i, j, t) {
  m = split(text, a, " ")
  if (!m) return 0
  for (i = 1; i <= m; i++) for (j = i + 1; j <= m; j++) if (a[j] + 0 < a[i] + 0) { t = a[i]; a[i] = a[j]; a[j] = t }
  return m % 2 ? a[(m + 1) / 2] : (a[m / 2] + a[m / 2 + 1]) / 2
}

# The best of some programs in some precisions, the most images or the least time; 0 if none was measured.
function best(programs, precisions, what,   p, q, i, j, n, m, value, found) {
  n = split(programs, p, " "); m = split(precisions, q, " ")
  for (i = 1; i <= n; i++) for (j = 1; j <= m; j++) {
    value = median(values[p[i], q[j], what])
    if (value && (!found || (what ~ /^images/ ? value > found : value < found))) found = value
  }
  return found + 0
}

function ratio(name, precisions, what,   f, p) {
  f = best("Fovea", precisions, what); p = best("PyTorch DJL ONNX", precisions, what)
  if (f && p) printf "  %s: Fovea %s, best peer %s, %.2f x\n", name, f, p, what ~ /^images/ ? f / p : p / f
}

END {
  n = split("images/s at batch 256|single median ms, 1-thread|single median ms, 2-thread|single p99 ms, 1-thread|single p99 ms, 2-thread", what, "|")
  for (k = 1; k <= n; k++) {
    print what[k]
    ratio("best precision", "bfloat16 float32 int8", what[k])
    ratio("fp32", "float32", what[k])
    ratio("int8", "int8", what[k])
  }
  print "Fovea, p99 / median of single images"
  split("bfloat16 float32 int8", precision, " ")
  for (i = 1; i <= 3; i++) for (t = 1; t <= 2; t++) {
    m = median(values["Fovea", precision[i], "single median ms, " t "-thread"])
    if (m) printf "  %s, %d-thread: %.2f\n", precision[i], t, median(values["Fovea", precision[i], "single p99 ms, " t "-thread"]) / m
  }
}
