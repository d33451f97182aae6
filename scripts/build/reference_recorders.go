package main

// recorder is a piece of a service that records how it uses its cache.
type recorder struct{ language, text string }

// recorders write CSV files that "cacheplay workload" reads. They are called for each
// use of the cache: hit is 1 or 0 for a read, and empty for anything else.
var recorders = []recorder{
	{"Go", `var recording, _ = os.Create("cache.csv")
var recordingLock sync.Mutex

func init() { fmt.Fprintln(recording, "time_ns,op,key,size,ttl,hit") }

func record(op, key string, size int, ttl time.Duration, hit string) {
    recordingLock.Lock()
    defer recordingLock.Unlock()
    fmt.Fprintf(recording, "%d,%s,%s,%d,%g,%s\n", time.Now().UnixNano(),
        op, url.QueryEscape(key), size, ttl.Seconds(), hit)
}
`},
	{"Node.js", `import { createWriteStream } from 'node:fs';

const recording = createWriteStream('cache.csv');
recording.write('time_ms,op,key,size,ttl,hit\n');

export function record(op, key, size = '', ttl = '', hit = '') {
  const now = performance.timeOrigin + performance.now();
  const name = encodeURIComponent(key);
  recording.write([now.toFixed(3), op, name, size, ttl, hit] + '\n');
}
`},
	{"Python", `import threading, time, urllib.parse

recording = open("cache.csv", "w", buffering=1 << 16)
recording.write("time_ns,op,key,size,ttl,hit\n")
lock = threading.Lock()

def record(op, key, size="", ttl="", hit=""):
    name = urllib.parse.quote(key, safe="")
    with lock:
        recording.write(f"{time.time_ns()},{op},{name},{size},{ttl},{hit}\n")
`},
}

// recording is a way to record what there is already.
type recording struct{ name, command, note string }

var recordings = []recording{
	{"Redis", "redis-cli MONITOR > monitor.txt", "It takes a good part of the server's throughput while it runs. There are no replies: nobody knows which reads hit."},
	{"memcached", "(echo 'watch fetchers mutations deletions'; cat) |\n  nc localhost 11211 > watch.txt", "Says which reads hit. What the server cannot write in time it leaves out, and says so."},
	{"nginx", "log_format timed '$remote_addr - $remote_user [$time_local] '\n  '\"$request\" $status $body_bytes_sent \"$http_referer\" '\n  '\"$http_user_agent\" rt=$request_time '\n  'urt=\"$upstream_response_time\" ucs=\"$upstream_cache_status\"';", "Any access log in the common or the combined format will do; this one also says how long requests took and which of them hit nginx's cache."},
}

// writeRecorders writes how one gets a recording.
func writeRecorders(w *writer) {
	w.put(`<p>These are there already, wherever such a server runs:</p>
`)
	for _, r := range recordings {
		w.example(r.name+":", r.command)
		w.put("<p>", r.note, "</p>\n")
	}
	w.put(`<p>A service that has its cache in its own process can record it itself. Call <code>record</code> where the service reads (<code>get</code>), writes (<code>set</code>, <code>add</code>), or removes (<code>delete</code>) a copy, with the size of the value in bytes, its time to live in seconds, and for a read whether it hit (<code>1</code> or <code>0</code>). A set that follows a miss of its key is taken for what it is: it fills the cache, and changes nothing. How long it may live counts all the same, unless the scenario has a time to live of its own (<a href="#cache.recordedTtl"><code>cache.recordedTtl</code></a>).</p>
`)
	for _, r := range recorders {
		w.example("In "+r.language+":", r.text)
	}
}
