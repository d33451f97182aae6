// Command serve shows the built site on this computer.
//
//	go run ./scripts/serve [-dir dist] [-addr 127.0.0.1:8080] [-base /sub/path/]
//
// It sends what a careful host would send: the right types, the page's own
// policy as a header, compressed where the browser accepts it. Ctrl-C stops it.
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

// defaultAddr is on the loopback interface: what is tried out here is nobody
// else's business.
const defaultAddr = "127.0.0.1:8080"

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	flags.SetOutput(stderr)
	dir := flags.String("dir", "dist", "the `folder` to serve")
	addr := flags.String("addr", "", "the `address` to listen on (default "+defaultAddr+", or the next free port)")
	base := flags.String("base", "/", "the `path` under which the site stands")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "serve: %q is not expected: only flags are\n", flags.Arg(0))
		return 2
	}
	site, err := newSite(*dir, *base)
	if err != nil {
		fmt.Fprintln(stderr, "serve:", err)
		return 1
	}
	listener, err := listen(*addr)
	if err != nil {
		fmt.Fprintln(stderr, "serve:", err)
		return 1
	}
	fmt.Fprintf(stdout, "Serving on http://%s%s\n", listener.Addr(), site.base)
	if err := serve(ctx, listener, site); err != nil {
		fmt.Fprintln(stderr, "serve:", err)
		return 1
	}
	return 0
}

// serve answers until it is told to stop.
func serve(ctx context.Context, listener net.Listener, site http.Handler) error {
	server := &http.Server{Handler: site, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return server.Close()
	}
}

// portsTried is how many ports after the default one may be taken, too.
const portsTried = 20

// listen takes the address that is asked for, and only that. Nobody asked for
// the default one, so the next free port does as well.
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
