# Copy it beside CMakeLists.txt and
#
#   include(Abiseam.cmake)
#   abiseam_check(abi TARGETS core FILES ${CMAKE_SOURCE_DIR}/target/release/libdriver.a)
#
# adds the target abi to what 'cmake --build' makes: it verifies the objects again when one of them changed, and fails the build
# where they disagree.
#
#   TARGETS   targets of CMake: their objects (object libraries) or their files
#   FILES     what something else builds: cargo's libraries, packages, directories
#   OPTIONS   options of 'abiseam check': --bindings FILE, --fail-on risky
#
# ABISEAM is the program; -DABISEAM=/opt/abiseam-0.1.0/bin/abiseam names one that is not on the path.
set(ABISEAM abiseam CACHE STRING "the abiseam that verifies objects")

function(abiseam_check name)
  cmake_parse_arguments(PARSE_ARGV 1 CHECK "" "" "TARGETS;FILES;OPTIONS")
  if(CHECK_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "abiseam_check: ${CHECK_UNPARSED_ARGUMENTS} is none of TARGETS, FILES, OPTIONS")
  endif()
  set(files ${CHECK_FILES})
  foreach(target IN LISTS CHECK_TARGETS)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "OBJECT_LIBRARY")
      list(APPEND files $<TARGET_OBJECTS:${target}>)
    else()
      list(APPEND files $<TARGET_FILE:${target}>)
    endif()
  endforeach()
  set(stamp ${CMAKE_CURRENT_BINARY_DIR}/${name}.stamp)
  add_custom_command(
    OUTPUT ${stamp}
    COMMAND ${ABISEAM} check ${CHECK_OPTIONS} ${files}
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${files} ${CHECK_TARGETS}
    COMMENT "Verifying the ABI of ${name}"
    COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(${name} ALL DEPENDS ${stamp})
endfunction()
