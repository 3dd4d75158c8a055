# Warnings, hardening and sanitizers, carried by one interface target that every target links.
add_library(mailhaul_options INTERFACE)
# Designated initializers leave members to their defaults on purpose, which g++ 12 warns of.
target_compile_options(mailhaul_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Wno-missing-field-initializers
  $<$<BOOL:${MAILHAUL_WERROR}>:-Werror>
  -fstack-protector-strong)
target_compile_definitions(mailhaul_options INTERFACE _GLIBCXX_ASSERTIONS)
if(NOT MAILHAUL_SANITIZE)
  target_compile_definitions(mailhaul_options INTERFACE $<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
endif()
target_link_options(mailhaul_options INTERFACE -Wl,-z,relro -Wl,-z,now)
if(MAILHAUL_SANITIZE)
  target_compile_options(mailhaul_options INTERFACE -fsanitize=${MAILHAUL_SANITIZE} -fno-sanitize-recover=all
                         -fno-omit-frame-pointer)
  target_link_options(mailhaul_options INTERFACE -fsanitize=${MAILHAUL_SANITIZE})
endif()

# A quarter of the time of a debug build goes into linking the suites with GNU ld.
find_program(LLD_PROGRAM ld.lld)
if(LLD_PROGRAM)
  target_link_options(mailhaul_options INTERFACE -fuse-ld=lld)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
