/// How the program keeps memory that it freed.
#pragma once

namespace mailhaul::cli {

/// Once, before the first thread starts. The bodies of messages pass from the thread that reads
/// them to the one that sends them, which frees them; glibc would give their pages back to the
/// kernel each time, and get them again, filled with zeros, for the next body.
void keep_freed_bodies();

}  // namespace mailhaul::cli
