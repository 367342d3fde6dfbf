#!/bin/sh
set -eu
mkdir -p "$(dirname "$0")/target/guests"
