/* A disk that is full: preloaded, it refuses the nth thing that would need room below a folder, and may stay full.

FULL_DISK names a file of four numbers that all processes share: how many such things were done, at which to refuse (0: none),
with which error, and whether all that write are refused from then on. FULL_DISK_BELOW names the folder. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static volatile long *shared;

static int below(const char *path) {
    const char *folder = getenv("FULL_DISK_BELOW"), *file = getenv("FULL_DISK");
    char whole[2 * PATH_MAX];
    if (!folder || !file)
        return 0;
    if (path[0] != '/') {
        char here[PATH_MAX];
        if (!getcwd(here, sizeof here))
            return 0;
        snprintf(whole, sizeof whole, "%s/%s", here, path);
        path = whole;
    }
    if (strncmp(path, folder, strlen(folder)))
        return 0;
    if (!shared) {
        int handle = open(file, O_RDWR | O_CLOEXEC);
        void *found = handle < 0 ? MAP_FAILED : mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, handle, 0);
        if (handle >= 0)
            close(handle);
        if (found == MAP_FAILED)
            return 0;
        shared = found;
    }
    return 1;
}

/* Whether this one is refused; a rename needs no room, so that only the nth itself is. */
static int refused(const char *path, int needs_room) {
    if (!path || !below(path))
        return 0;
    long now = __sync_add_and_fetch(&shared[0], 1), at = shared[1];
    if (!at || now < at || (now > at && !(shared[3] && needs_room)))
        return 0;
    errno = (int)shared[2];
    return 1;
}

static int refused_handle(int handle, int needs_room) {
    char name[64], path[PATH_MAX];
    snprintf(name, sizeof name, "/proc/self/fd/%d", handle);
    ssize_t length = getenv("FULL_DISK") ? readlink(name, path, sizeof path - 1) : -1;
    if (length <= 0)
        return 0;
    path[length] = 0;
    return path[0] == '/' && refused(path, needs_room);
}

static int refused_at(int folder, const char *path, int needs_room) {
    char name[64], whole[2 * PATH_MAX], found[PATH_MAX];
    if (!path || path[0] == '/' || folder == AT_FDCWD)
        return refused(path, needs_room);
    snprintf(name, sizeof name, "/proc/self/fd/%d", folder);
    ssize_t length = readlink(name, found, sizeof found - 1);
    if (length <= 0)
        return 0;
    found[length] = 0;
    snprintf(whole, sizeof whole, "%s/%s", found, path);
    return refused(whole, needs_room);
}

#define REAL(name) __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define OF_HANDLE(type, name, room, given, passed) \
    type name given { REAL(name); return refused_handle(handle, room) ? -1 : real passed; }
#define OF_PATH(name, room, given, passed) \
    int name given { REAL(name); return refused(path, room) ? -1 : real passed; }
#define OF_PATH_AT(name, room, given, passed) \
    int name given { REAL(name); return refused_at(folder, path, room) ? -1 : real passed; }

OF_HANDLE(ssize_t, write, 1, (int handle, const void *from, size_t count), (handle, from, count))
OF_HANDLE(ssize_t, pwrite, 1, (int handle, const void *from, size_t count, off_t at), (handle, from, count, at))
OF_HANDLE(ssize_t, pwrite64, 1, (int handle, const void *from, size_t count, off64_t at), (handle, from, count, at))
OF_HANDLE(ssize_t, writev, 1, (int handle, const struct iovec *from, int count), (handle, from, count))
OF_HANDLE(ssize_t, sendfile, 1, (int handle, int from, off_t *at, size_t count), (handle, from, at, count))
OF_HANDLE(ssize_t, sendfile64, 1, (int handle, int from, off64_t *at, size_t count), (handle, from, at, count))
OF_HANDLE(int, fsync, 1, (int handle), (handle))
OF_HANDLE(int, fdatasync, 1, (int handle), (handle))
OF_HANDLE(int, ftruncate, 1, (int handle, off_t length), (handle, length))
OF_HANDLE(int, ftruncate64, 1, (int handle, off64_t length), (handle, length))
OF_PATH(mkdir, 1, (const char *path, mode_t mode), (path, mode))
OF_PATH_AT(mkdirat, 1, (int folder, const char *path, mode_t mode), (folder, path, mode))
OF_PATH(rename, 0, (const char *old, const char *path), (old, path))
OF_PATH_AT(renameat, 0, (int from, const char *old, int folder, const char *path), (from, old, folder, path))
OF_PATH_AT(renameat2, 0, (int from, const char *old, int folder, const char *path, unsigned how), (from, old, folder, path, how))
OF_PATH(symlink, 1, (const char *to, const char *path), (to, path))
OF_PATH_AT(symlinkat, 1, (const char *to, int folder, const char *path), (to, folder, path))
OF_PATH(link, 1, (const char *old, const char *path), (old, path))

#define MAKES(name) \
    int name(const char *path, int how, ...) { \
        va_list rest; va_start(rest, how); mode_t mode = how & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest); \
        REAL(name); return how & O_CREAT && refused(path, 1) ? -1 : real(path, how, mode); }
MAKES(open)
MAKES(open64)

#define MAKES_AT(name) \
    int name(int folder, const char *path, int how, ...) { \
        va_list rest; va_start(rest, how); mode_t mode = how & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest); \
        REAL(name); return how & O_CREAT && refused_at(folder, path, 1) ? -1 : real(folder, path, how, mode); }
MAKES_AT(openat)
MAKES_AT(openat64)
