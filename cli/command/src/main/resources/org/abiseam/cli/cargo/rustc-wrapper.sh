#!/bin/sh
# Cargo runs this in front of each rustc (RUSTC_WRAPPER). It compiles as asked; then, where a crate declares
# or exports foreign functions, it lets the same rustc write the crate's source with all macros, conditions
# and modules resolved. Failing to do so never fails the build.
if [ -n "$ABISEAM_WRAPPED" ]; then
  "$ABISEAM_WRAPPED" "$@" || exit
else
  "$@" || exit
fi
[ -n "$CARGO_PKG_NAME" ] && [ -n "$CARGO_CRATE_NAME" ] || exit 0
source=
target=
folder=
extra=
for word; do
  case $previous$word in
    --crate-typeproc-macro | --crate-name___ | --crate-namebuild_script_*) exit 0 ;;
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
[ -n "$source" ] && [ "$target" = "$ABISEAM_TARGET" ] || exit 0
grep -rqsE --include='*.rs' 'extern[[:space:]]*("|\{)|no_mangle|export_name' "$(dirname "$source")" ${OUT_DIR:+"$OUT_DIR"} || exit 0
file=$ABISEAM_EXPANDED/$CARGO_PKG_NAME-$CARGO_PKG_VERSION.$CARGO_CRATE_NAME.rs
if RUSTC_BOOTSTRAP=1 "$@" -Zunpretty=expanded > "$file.$$" 2> "$file.failed"; then
  mv -f "$file.$$" "$file"
  rm -f "$file.failed"
  # Tells which files it read, some from this directory on.
  { pwd; cat "$folder/$CARGO_CRATE_NAME$extra.d"; } > "$file.d" 2> /dev/null
else
  rm -f "$file.$$" "$file"
fi
exit 0
