/* Makes the n-th call of the system fail: for tests, by LD_PRELOAD.
 *
 * FAULT_AT     which call fails, counted from 1; 0 for none
 * FAULT_ERROR  the error number
 * FAULT_COUNT  a file to which the number of calls is written at the end
 * FAULT_PATH   only calls on files below this folder are counted
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long calls, at = -1;
static int error;
static const char *folder;

static void start(void) {
    if (at >= 0) return;
    const char *text = getenv("FAULT_AT");
    at = text ? atol(text) : 0;
    text = getenv("FAULT_ERROR");
    error = text ? atoi(text) : EIO;
    folder = getenv("FAULT_PATH");
}

static int counted_path(const char *path) {
    start();
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int counted_fd(int fd) {
    char name[64], path[4096];
    start();
    if (!folder) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return counted_path(path);
}

static int fails(void) {
    if (__atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) != at) return 0;
    errno = error;
    return 1;
}

__attribute__((destructor)) static void tell(void) {
    const char *name = getenv("FAULT_COUNT");
    if (!name) return;
    FILE *file = fopen(name, "w");
    if (!file) return;
    fprintf(file, "%ld", calls);
    fclose(file);
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *bytes, size_t size) {
    REAL(write);
    return counted_fd(fd) && fails() ? -1 : real(fd, bytes, size);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t place) {
    REAL(pwrite64);
    return counted_fd(fd) && fails() ? -1 : real(fd, bytes, size, place);
}

ssize_t pread64(int fd, void *bytes, size_t size, off64_t place) {
    REAL(pread64);
    return counted_fd(fd) && fails() ? -1 : real(fd, bytes, size, place);
}

ssize_t read(int fd, void *bytes, size_t size) {
    REAL(read);
    return counted_fd(fd) && fails() ? -1 : real(fd, bytes, size);
}

int fsync(int fd) {
    REAL(fsync);
    return counted_fd(fd) && fails() ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    return counted_fd(fd) && fails() ? -1 : real(fd);
}

int ftruncate64(int fd, off64_t size) {
    REAL(ftruncate64);
    return counted_fd(fd) && fails() ? -1 : real(fd, size);
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
    REAL(linkat);
    return counted_path(new) && fails() ? -1 : real(from, old, to, new, flags);
}

int link(const char *old, const char *new) {
    REAL(link);
    return counted_path(new) && fails() ? -1 : real(old, new);
}

int rename(const char *old, const char *new) {
    REAL(rename);
    return counted_path(new) && fails() ? -1 : real(old, new);
}

int open64(const char *path, int flags, ...) {
    REAL(open64);
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return counted_path(path) && fails() ? -1 : real(path, flags, mode);
}
