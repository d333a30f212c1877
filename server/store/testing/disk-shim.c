// Stands between a process and its disk (LD_PRELOAD): writes down what is written to the files of one folder, and makes the disk slow, broken or full.
//
// TAYORI_SHIM_FOLDER   files below it are watched, but for shared memory (-shm) and the lock
// TAYORI_SHIM_TRACE    where the trace goes: records as in disk-trace.ts, in the order in which they happened
// TAYORI_SHIM_CONTROL  8 bytes, read at each call: microseconds that a sync takes (4, little-endian), then 1 for EIO at syncs, 2 for EIO at
//                      writes, 3 for ENOSPC at writes that make a file longer

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FDS 4096
#define MAX_FILES 64

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char paths[MAX_FILES][512];
static int file_count = 0;
static int16_t file_of_fd[MAX_FDS];
static int trace_fd = -1;
static const char *folder = NULL;
static const volatile uint8_t *control = NULL;

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);

static void begin(void) {
  memset(file_of_fd, 0xff, sizeof file_of_fd);
  real_open = dlsym(RTLD_NEXT, "open64");
  real_openat = dlsym(RTLD_NEXT, "openat64");
  real_close = dlsym(RTLD_NEXT, "close");
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  folder = getenv("TAYORI_SHIM_FOLDER");
  const char *trace = getenv("TAYORI_SHIM_TRACE");
  if (trace != NULL) trace_fd = real_open(trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const char *path = getenv("TAYORI_SHIM_CONTROL");
  if (path == NULL) return;
  int fd = real_open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  void *map = mmap(NULL, 8, PROT_READ, MAP_SHARED, fd, 0);
  if (map != MAP_FAILED) control = map;
  real_close(fd);
}

static void ready(void) { pthread_once(&once, begin); }

static int is_watched(const char *path) {
  if (folder == NULL || path == NULL || strncmp(path, folder, strlen(folder)) != 0) return 0;
  size_t length = strlen(path);
  return length < sizeof paths[0] && strstr(path, "lock.db") == NULL && !(length > 4 && strcmp(path + length - 4, "-shm") == 0);
}

static void record(char op, int file, uint64_t at, const void *data, uint32_t length) {
  if (trace_fd < 0) return;
  uint8_t head[15];
  head[0] = (uint8_t)op;
  head[1] = (uint8_t)file;
  head[2] = (uint8_t)(file >> 8);
  memcpy(head + 3, &at, 8);
  memcpy(head + 11, &length, 4);
  if (real_write(trace_fd, head, 15) != 15) abort();
  for (uint32_t done = 0; done < length;) {
    ssize_t wrote = real_write(trace_fd, (const char *)data + done, length - done);
    if (wrote <= 0) abort();
    done += (uint32_t)wrote;
  }
}

static int file_named(const char *path) {
  for (int i = 0; i < file_count; i++)
    if (strcmp(paths[i], path) == 0) return i;
  if (file_count == MAX_FILES) return -1;
  strcpy(paths[file_count], path);
  record('P', file_count, 0, path, (uint32_t)strlen(path));
  return file_count++;
}

static int file_at(int fd) { return fd >= 0 && fd < MAX_FDS ? file_of_fd[fd] : -1; }
// What was acknowledged is written down on a disk that never fails.
static uint8_t fault(int file) { return control == NULL || strstr(paths[file], "acks.log") != NULL ? 0 : control[4]; }

static int opened(int fd, const char *path, int flags, int existed) {
  if (fd < 0 || fd >= MAX_FDS || !is_watched(path)) return fd;
  pthread_mutex_lock(&lock);
  int file = file_named(path);
  file_of_fd[fd] = (int16_t)file;
  if (file >= 0 && ((flags & O_TRUNC) || !existed)) record('T', file, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return fd;
}

static int open_any(const char *path, int flags, mode_t mode) {
  ready();
  struct stat status;
  int existed = stat(path, &status) == 0;
  return opened(real_open(path, flags, mode), path, flags, existed);
}

static mode_t mode_of(int flags, va_list list) { return (flags & (O_CREAT | O_TMPFILE)) ? va_arg(list, mode_t) : 0; }

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    va_list list; \
    va_start(list, flags); \
    mode_t mode = mode_of(flags, list); \
    va_end(list); \
    return open_any(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

int openat64(int at, const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = mode_of(flags, list);
  va_end(list);
  ready();
  struct stat status;
  int existed = stat(path, &status) == 0;
  return opened(real_openat(at, path, flags, mode), path, flags, existed);
}

int close(int fd) {
  ready();
  if (fd >= 0 && fd < MAX_FDS) file_of_fd[fd] = -1;
  return real_close(fd);
}

static int grows(int fd, uint64_t end) {
  struct stat status;
  return fstat(fd, &status) == 0 && end > (uint64_t)status.st_size;
}

static ssize_t write_at(int fd, const void *data, size_t length, off_t at, int has_place) {
  int file = file_at(fd);
  pthread_mutex_lock(&lock);
  struct stat status;
  uint64_t place = (uint64_t)at;
  if (!has_place) {
    int appends = (fcntl(fd, F_GETFL) & O_APPEND) != 0 && fstat(fd, &status) == 0;
    place = appends ? (uint64_t)status.st_size : (uint64_t)lseek(fd, 0, SEEK_CUR);
  }
  ssize_t wrote = -1;
  if (fault(file) == 2) errno = EIO;
  else if (fault(file) == 3 && grows(fd, place + length)) errno = ENOSPC;
  else wrote = has_place ? real_pwrite(fd, data, length, at) : real_write(fd, data, length);
  int error = errno;
  if (wrote > 0) record('W', file, place, data, (uint32_t)wrote);
  pthread_mutex_unlock(&lock);
  errno = error;
  return wrote;
}

ssize_t write(int fd, const void *data, size_t length) {
  ready();
  return file_at(fd) < 0 ? real_write(fd, data, length) : write_at(fd, data, length, 0, 0);
}

#define PWRITE(name) \
  ssize_t name(int fd, const void *data, size_t length, off_t at) { \
    ready(); \
    return file_at(fd) < 0 ? real_pwrite(fd, data, length, at) : write_at(fd, data, length, at, 1); \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

#define FTRUNCATE(name) \
  int name(int fd, off_t size) { \
    ready(); \
    int file = file_at(fd); \
    if (file < 0) return real_ftruncate(fd, size); \
    pthread_mutex_lock(&lock); \
    int result = real_ftruncate(fd, size); \
    if (result == 0) record('T', file, (uint64_t)size, NULL, 0); \
    pthread_mutex_unlock(&lock); \
    return result; \
  }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

static int sync_any(int fd, int (*real)(int)) {
  int file = file_at(fd);
  if (file < 0) return real(fd);
  uint32_t slow = 0;
  if (control != NULL) slow = control[0] | control[1] << 8 | control[2] << 16 | (uint32_t)control[3] << 24;
  if (slow > 0) usleep(slow);
  if (fault(file) == 1) {
    errno = EIO;
    return -1;
  }
  pthread_mutex_lock(&lock);
  int result = real(fd);
  if (result == 0) record('S', file, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int fsync(int fd) {
  ready();
  return sync_any(fd, real_fsync);
}

int fdatasync(int fd) {
  ready();
  return sync_any(fd, real_fdatasync);
}

int rename(const char *from, const char *to) {
  ready();
  if (!is_watched(from) || !is_watched(to)) return real_rename(from, to);
  pthread_mutex_lock(&lock);
  int result = real_rename(from, to);
  if (result == 0) record('R', file_named(from), (uint64_t)file_named(to), NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int unlink(const char *path) {
  ready();
  if (!is_watched(path)) return real_unlink(path);
  pthread_mutex_lock(&lock);
  int result = real_unlink(path);
  if (result == 0) record('U', file_named(path), 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}
