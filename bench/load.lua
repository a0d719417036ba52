-- Sends each request of a file of equally long ones once, and says how that went.
--   wrk … -s load.lua URL -- FILE LENGTH COUNT
local ffi = require("ffi")
ffi.cdef [[
  int open(const char *path, int flags);
  void *mmap(void *address, size_t length, int protection, int flags, int file, long offset);
]]
local PROT_READ, MAP_SHARED = 1, 1
local requests, length, count
local sent = 0

function init(args)
   length, count = tonumber(args[2]), tonumber(args[3])
   local file = ffi.C.open(args[1], 0)
   assert(file >= 0, "cannot open " .. args[1])
   requests = ffi.cast("const char *", ffi.C.mmap(nil, length * count, PROT_READ, MAP_SHARED, file, 0))
end

function request()
   if sent == count then
      -- nothing is sent twice on purpose: whoever stored it would have less to do
      wrk.thread:stop()
      sent = count - 1
   end
   sent = sent + 1
   return ffi.string(requests + (sent - 1) * length, length)
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format("RESULT %d %d %d %d %d %d %d\n", summary.requests, summary.duration, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout,
      latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
