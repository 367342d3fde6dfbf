# needs: golang-go
# A program with goroutines, compiled and run.
cat >h.go <<'END'
package main

import (
	"fmt"
	"os/exec"
	"sync"
	"time"
)

func main() {
	var group sync.WaitGroup
	squares := make(chan int, 4)
	for i := 0; i < 100; i++ {
		group.Add(1)
		go func(i int) {
			defer group.Done()
			time.Sleep(time.Millisecond)
			squares <- i * i
		}(i)
	}
	go func() { group.Wait(); close(squares) }()
	sum := 0
	for square := range squares {
		sum += square
	}
	out, err := exec.Command("echo", "a child").Output()
	fmt.Println("sum", sum, string(out), err)
}
END
GOCACHE=$PWD/c GO111MODULE=off go build -o h h.go && ./h
echo $?
rm -rf h h.go c
