// Command serve shows the built site on this computer.
//
//	go run ./scripts/serve [-dir dist] [-addr 127.0.0.1:8080] [-base /sub/path/] [-watch]
//
// It sends what a careful host sends: the right types, the page's own policy as a
// header, compressed if the browser accepts it. With -watch it first builds the
// site, from the project in the current folder, then again whenever a source
// changes, and pages that are open reload. Ctrl-C stops it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// defaultAddr is on the loopback interface, which other computers cannot reach.
const defaultAddr = "127.0.0.1:8080"

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	flags.SetOutput(stderr)
	dir := flags.String("dir", "dist", "the `folder` to serve")
	addr := flags.String("addr", "", "the `address` to listen on (default "+defaultAddr+", or the next free port)")
	base := flags.String("base", "/", "the `path` under which the site is served")
	watch := flags.Bool("watch", false, "build the site at the start and when a source changes, and reload its pages")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "serve: %q is not expected: only flags are\n", flags.Arg(0))
		return 2
	}
	build, seen := buildCommand(*dir, stdout, stderr), stamps(".")
	if *watch {
		if err := build(ctx); err != nil {
			fmt.Fprintln(stderr, "serve: the build failed; an earlier site is served if there is one")
		}
	}
	site, err := newSite(*dir, *base)
	if err != nil {
		fmt.Fprintln(stderr, "serve:", err)
		return 1
	}
	var handler http.Handler = site
	if *watch {
		dev := newDevServer(site, build)
		go dev.watch(ctx, ".", seen, pollInterval)
		handler = dev
	}
	listener, err := listen(*addr)
	if err != nil {
		fmt.Fprintln(stderr, "serve:", err)
		return 1
	}
	fmt.Fprintf(stdout, "Serving on http://%s%s\n", listener.Addr(), site.base)
	if err := serve(ctx, listener, handler); err != nil {
		fmt.Fprintln(stderr, "serve:", err)
		return 1
	}
	return 0
}

// serve answers until ctx is done.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return server.Close()
	}
}

// portsTried is the number of ports, from the default one on, that are tried.
const portsTried = 20

// listen listens on an address, or, if it is "", on the first free port from the
// default one on.
func listen(addr string) (net.Listener, error) {
	if addr != "" {
		return net.Listen("tcp", addr)
	}
	host, port, _ := strings.Cut(defaultAddr, ":")
	return listenFrom(host, port)
}

func listenFrom(host, port string) (net.Listener, error) {
	first, err := net.LookupPort("tcp", port)
	if err != nil {
		return nil, err
	}
	for next := first; next < first+portsTried; next++ {
		listener, err := net.Listen("tcp", fmt.Sprintf("%s:%d", host, next))
		if err == nil || !errors.Is(err, syscall.EADDRINUSE) {
			return listener, err
		}
	}
	return nil, fmt.Errorf("the ports %d to %d are all taken: choose one with -addr", first, first+portsTried-1)
}
