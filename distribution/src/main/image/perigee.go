// Starts Perigee where there is no shell: in the image. It does what bin/perigee does elsewhere, as far as a container needs
// it, and is replaced by the Java virtual machine, which so gets the container's signals.
package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"unsafe"
)

const (
	home    = "/opt/perigee"
	java    = home + "/runtime/bin/java"
	flags   = home + "/libexec/image-flags" // one a line
	program = "dev.perigee.cli/dev.perigee.cli.Main"
)

func main() {
	keepSecrets()
	text, err := os.ReadFile(flags)
	if err != nil {
		fail(err)
	}
	command := append([]string{java}, strings.Fields(string(text))...)
	command = append(command, "-Dperigee.terminals="+terminals())
	command = append(command, strings.Fields(os.Getenv("PERIGEE_JAVA_OPTS"))...)
	command = append(command, "-p", home+"/lib", "-m", program)
	fail(syscall.Exec(java, append(command, os.Args[1:]...), environment()))
}

// What it writes is for its user alone, and the memory holds passwords: none of it goes into a core dump.
func keepSecrets() {
	syscall.Umask(0o077)
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	_ = os.WriteFile("/proc/self/coredump_filter", []byte("0\n"), 0)
}

// Java can't ask which of its streams are terminals.
func terminals() string {
	found := ""
	for descriptor := 0; descriptor <= 2; descriptor++ {
		var state [64]byte
		if _, _, failed := syscall.Syscall(syscall.SYS_IOCTL, uintptr(descriptor), syscall.TCGETS,
			uintptr(unsafe.Pointer(&state))); failed == 0 {
			found += fmt.Sprint(descriptor)
		}
	}
	return found
}

// Java takes the encoding of arguments and file names from the locale.
func environment() []string {
	kept := []string{"LC_ALL=C.UTF-8"}
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "LC_ALL=") {
			kept = append(kept, variable)
		}
	}
	return kept
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "Error: this image is incomplete:", err)
	os.Exit(1)
}
