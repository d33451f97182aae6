package recorded

// command is what a command of Redis does, as far as operations are concerned.
type command uint8

const (
	// noOperation is any command without a key, or that only changes when one expires.
	noOperation command = iota
	script
	readOne
	readMany
	writeOne
	setOne // writes a whole value
	createOne
	writePairs
	createPairs
	deleteOne
	deleteMany
)

// monitorCommands are the names of the commands that do something, by what they do.
//
// Source: redis.io/docs/latest/commands.
var monitorCommands = []string{
	script: "eval evalsha eval_ro evalsha_ro fcall fcall_ro",
	readOne: "get getex getrange substr strlen getbit bitcount bitpos hget hmget hgetall hexists hlen hkeys hvals hscan hstrlen hrandfield " +
		"lrange lindex llen lpos smembers sismember smismember scard srandmember sscan zrange zrangebyscore zrangebylex zrevrange " +
		"zrevrangebyscore zscore zmscore zcard zcount zrank zrevrank zscan geopos geosearch xrange xrevrange xlen json.get",
	readMany: "mget exists touch sinter sunion sdiff pfcount",
	writeOne: "append setrange setbit incr incrby incrbyfloat decr decrby hset hmset hincrby hincrbyfloat hdel lpush lpushx rpush rpushx " +
		"lpop rpop lset lrem ltrim linsert sadd srem spop zadd zincrby zrem zpopmin zpopmax zremrangebyscore zremrangebyrank " +
		"zremrangebylex pfadd geoadd xadd xtrim xdel json.set restore",
	setOne:      "set setex psetex getset",
	createOne:   "setnx hsetnx",
	writePairs:  "mset",
	createPairs: "msetnx",
	deleteOne:   "getdel",
	deleteMany:  "del unlink",
}
