#!/bin/sh
# Cargo runs this in front of each rustc (RUSTC_WRAPPER). It compiles as asked; where a crate declares or exports
# foreign functions, the same rustc writes the crate's source with all macros, conditions and modules resolved
# at the same time, and the command is kept, so that the source can be compiled again. Failing to do so never
# fails the build.
compile() {
  if [ -n "$ABISEAM_WRAPPED" ]; then
    "$ABISEAM_WRAPPED" "$@"
  else
    "$@"
  fi
}

# Tells whether this is a crate of the target whose source may have foreign functions.
concerned() {
  [ -n "$CARGO_PKG_NAME" ] && [ -n "$CARGO_CRATE_NAME" ] || return 1
  previous=
  source=
  target=
  folder=
  extra=
  kind=
  for word; do
    case $previous$word in
      --crate-typeproc-macro | --crate-name___ | --crate-namebuild_script_*) return 1 ;;
      --crate-typebin) kind=.bin ;;
      --target*) target=yes ;;
      --out-dir?*) folder=$word ;;
      -Cextra-filename=*) extra=${word#*=} ;;
    esac
    case $word in
      *.rs) [ -n "$source" ] || source=$word ;;
    esac
    previous=
    case $word in
      --crate-type | --crate-name | --out-dir | -C) previous=$word ;;
    esac
  done
  [ -n "$source" ] && [ "$target" = "$ABISEAM_TARGET" ] || return 1
  grep -rqsE --include='*.rs' 'extern[[:space:]]*("|\{)|no_mangle|export_name' "$(dirname "$source")" ${OUT_DIR:+"$OUT_DIR"}
}

expand() {
  if RUSTC_BOOTSTRAP=1 "$@" -Zunpretty=expanded > "$file.$$" 2> "$file.failed"; then
    mv -f "$file.$$" "$file"
    rm -f "$file.failed"
  else
    rm -f "$file.$$" "$file"
  fi
}

if ! concerned "$@"; then
  compile "$@"
  exit
fi
# A package may have a library and a program of one name. Cargo compiles a crate twice where a build script uses it with
# other features; without debug info then.
case " $* " in
  *debuginfo=2*) ;;
  *) kind=$kind.plain ;;
esac
file=$ABISEAM_EXPANDED/$CARGO_PKG_NAME-$CARGO_PKG_VERSION.$CARGO_CRATE_NAME$kind.rs
rm -f "${file%.rs}.witness.o"
printf '%s\0' "$PWD" "${RUSTUP_TOOLCHAIN-}" ${ABISEAM_WRAPPED:+"$ABISEAM_WRAPPED"} "$@" > "$file.command"
printf '%s' "${OUT_DIR-}" > "$file.out"
expand "$@" &
compile "$@"
status=$?
wait
# Tells which files rustc read, some from this directory on.
{ pwd; cat "$folder/$CARGO_CRATE_NAME$extra.d"; } > "$file.d" 2> /dev/null
exit $status
