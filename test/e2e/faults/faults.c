// Preloaded into a command: counts the calls that change files below some folders, of all threads and of SQLite as
// well, and at one of them kills the process or lets the call fail. What it does is in the environment:
//   FAULTS_BELOW  folders, divided by colons
//   FAULTS_AT     the number of the call, from 1; none when not given
//   FAULTS_KIND   kill: before the call; tear: in the middle of its write, or after a call that is none;
//                 once: the call fails with FAULTS_ERRNO; from: so does each later one that such a disk refuses
//   FAULTS_LOG    a file that gets a line for each call
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long count;

static const char *setting(const char *name) {
  const char *value = getenv(name);
  return value == NULL ? "" : value;
}

static int is_below(const char *path) {
  const char *folder = setting("FAULTS_BELOW");
  while (*folder != '\0') {
    size_t length = strcspn(folder, ":");
    if (length > 0 && strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0')) return 1;
    folder += length + (folder[length] == ':');
  }
  return 0;
}

// What a call does decides which disks refuse it: a full one still lets files go.
enum action { TAKES_ROOM, CHANGES_NAMES, SYNCS, LETS_GO };

static int is_refused(enum action action, int error) {
  if (error == EIO) return action != LETS_GO; // What cannot be written can still be removed.
  if (error == ENOSPC || error == EDQUOT) return action == TAKES_ROOM;
  return action != SYNCS; // EROFS, EACCES
}

static void end_here(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

enum verdict { GO_ON, FAIL, TEAR };

static enum verdict judge(const char *call, enum action action, const char *path) {
  if (path == NULL || !is_below(path)) return GO_ON;
  long number = atomic_fetch_add(&count, 1) + 1;
  const char *log = setting("FAULTS_LOG");
  if (*log != '\0') {
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%s %s\n", call, path);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (fd >= 0) {
      syscall(SYS_write, fd, line, (size_t)length);
      syscall(SYS_close, fd);
    }
  }
  long at = atol(setting("FAULTS_AT"));
  if (at == 0) return GO_ON;
  const char *kind = setting("FAULTS_KIND");
  if (strcmp(kind, "kill") == 0 && number == at) end_here();
  if (strcmp(kind, "tear") == 0 && number == at) return TEAR;
  int error = atoi(setting("FAULTS_ERRNO"));
  int is_due = strcmp(kind, "once") == 0 ? number == at : strcmp(kind, "from") == 0 && number >= at;
  if (!is_due || !is_refused(action, error)) return GO_ON;
  errno = error;
  return FAIL;
}

static const char *path_of(int fd, char *buffer) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, buffer, PATH_MAX - 1);
  if (length < 0) return NULL;
  buffer[length] = '\0';
  return buffer;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

// A call on a path: judged, made, and when it is to be torn, the end comes right after it.
#define ON_PATH(name, action, path, parameters, arguments)                                                             \
  int name parameters {                                                                                                \
    int saved = errno;                                                                                                 \
    enum verdict verdict = judge(#name, action, path);                                                                 \
    if (verdict == FAIL) return -1;                                                                                    \
    errno = saved;                                                                                                     \
    int result = NEXT(name) arguments;                                                                                 \
    if (verdict == TEAR) end_here();                                                                                   \
    return result;                                                                                                     \
  }

ON_PATH(rename, CHANGES_NAMES, to, (const char *from, const char *to), (from, to))
ON_PATH(link, TAKES_ROOM, to, (const char *from, const char *to), (from, to))
ON_PATH(symlink, TAKES_ROOM, to, (const char *from, const char *to), (from, to))
ON_PATH(unlink, LETS_GO, path, (const char *path), (path))
ON_PATH(unlinkat, LETS_GO, path, (int folder, const char *path, int flags), (folder, path, flags))
ON_PATH(rmdir, LETS_GO, path, (const char *path), (path))
ON_PATH(remove, LETS_GO, path, (const char *path), (path))
ON_PATH(mkdir, TAKES_ROOM, path, (const char *path, mode_t mode), (path, mode))
ON_PATH(chmod, CHANGES_NAMES, path, (const char *path, mode_t mode), (path, mode))

#define ON_FILE(name, action, parameters, arguments)                                                                   \
  int name parameters {                                                                                                \
    char buffer[PATH_MAX];                                                                                             \
    int saved = errno;                                                                                                 \
    enum verdict verdict = judge(#name, action, path_of(fd, buffer));                                                  \
    if (verdict == FAIL) return -1;                                                                                    \
    errno = saved;                                                                                                     \
    int result = NEXT(name) arguments;                                                                                 \
    if (verdict == TEAR) end_here();                                                                                   \
    return result;                                                                                                     \
  }

ON_FILE(fsync, SYNCS, (int fd), (fd))
ON_FILE(fdatasync, SYNCS, (int fd), (fd))
ON_FILE(fchmod, CHANGES_NAMES, (int fd, mode_t mode), (fd, mode))
ON_FILE(ftruncate, TAKES_ROOM, (int fd, off_t length), (fd, length))
ON_FILE(ftruncate64, TAKES_ROOM, (int fd, off64_t length), (fd, length))
ON_FILE(fallocate, TAKES_ROOM, (int fd, int mode, off_t offset, off_t length), (fd, mode, offset, length))
ON_FILE(fallocate64, TAKES_ROOM, (int fd, int mode, off64_t offset, off64_t length), (fd, mode, offset, length))
ON_FILE(posix_fallocate, TAKES_ROOM, (int fd, off_t offset, off_t length), (fd, offset, length))
ON_FILE(posix_fallocate64, TAKES_ROOM, (int fd, off64_t offset, off64_t length), (fd, offset, length))

// A write: a torn one leaves its first half.
#define ON_WRITE(name, parameters, arguments, half)                                                                    \
  ssize_t name parameters {                                                                                            \
    char buffer[PATH_MAX];                                                                                             \
    int saved = errno;                                                                                                 \
    enum verdict verdict = judge(#name, TAKES_ROOM, path_of(fd, buffer));                                              \
    if (verdict == FAIL) return -1;                                                                                    \
    errno = saved;                                                                                                     \
    if (verdict == TEAR) {                                                                                             \
      NEXT(name) half;                                                                                                 \
      end_here();                                                                                                      \
    }                                                                                                                  \
    return NEXT(name) arguments;                                                                                       \
  }

ON_WRITE(write, (int fd, const void *bytes, size_t length), (fd, bytes, length), (fd, bytes, length / 2))
ON_WRITE(pwrite, (int fd, const void *bytes, size_t length, off_t at), (fd, bytes, length, at),
         (fd, bytes, length / 2, at))
ON_WRITE(pwrite64, (int fd, const void *bytes, size_t length, off64_t at), (fd, bytes, length, at),
         (fd, bytes, length / 2, at))
ON_WRITE(writev, (int fd, const struct iovec *parts, int number), (fd, parts, number), (fd, parts, number / 2))
ON_WRITE(pwritev, (int fd, const struct iovec *parts, int number, off_t at), (fd, parts, number, at),
         (fd, parts, number / 2, at))
ON_WRITE(pwritev64, (int fd, const struct iovec *parts, int number, off64_t at), (fd, parts, number, at),
         (fd, parts, number / 2, at))

// Opening counts when it makes, cuts or may write a file.
#define ON_OPEN(name, leading, first)                                                                                  \
  int name(leading const char *path, int flags, ...) {                                                                 \
    mode_t mode = 0;                                                                                                   \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                                               \
      va_list rest;                                                                                                    \
      va_start(rest, flags);                                                                                           \
      mode = va_arg(rest, mode_t);                                                                                     \
      va_end(rest);                                                                                                    \
    }                                                                                                                  \
    enum verdict verdict = GO_ON;                                                                                      \
    int saved = errno;                                                                                                 \
    if ((flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)))                                              \
      verdict = judge(#name, flags & O_CREAT ? TAKES_ROOM : CHANGES_NAMES, path);                                      \
    if (verdict == FAIL) return -1;                                                                                    \
    errno = saved;                                                                                                     \
    int result = NEXT(name)(first path, flags, mode);                                                                  \
    if (verdict == TEAR) end_here();                                                                                   \
    return result;                                                                                                     \
  }

#define NOTHING
#define FOLDER_PARAMETER int folder,
#define FOLDER folder,
ON_OPEN(open, NOTHING, NOTHING)
ON_OPEN(open64, NOTHING, NOTHING)
ON_OPEN(openat, FOLDER_PARAMETER, FOLDER)
ON_OPEN(openat64, FOLDER_PARAMETER, FOLDER)

char *mkdtemp(char *template) {
  enum verdict verdict = judge("mkdtemp", TAKES_ROOM, template);
  if (verdict == FAIL) return NULL;
  char *result = NEXT(mkdtemp)(template);
  if (verdict == TEAR) end_here();
  return result;
}
